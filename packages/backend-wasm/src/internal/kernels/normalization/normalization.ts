import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { floatKernel, type KernelTable, type OwnKernel } from '../../kernel.js';
import { overRows } from '../../over-rows.js';
import { LINE_FLOATS } from '../../threads.js';
import { sum } from '../reductions/reduction.js';

/** For each element, about: of rows, and of channels. */
const NANOSECONDS = 0.7;
const NANOSECONDS_OF_CHANNELS = 1;
/** Rows whose gradients are summed before they are added to others, as in assembly/normalization/row-norm.ts. */
const CHUNK_ROWS = 64;

type Inputs = { readonly x: TensorInfo; readonly scale: TensorInfo; readonly offset: TensorInfo };
type GradInputs = { readonly dy: TensorInfo; readonly x: TensorInfo; readonly scale: TensorInfo };
type BatchGradInputs = GradInputs & Readonly<Record<'dMean' | 'dVariance' | 'mean' | 'variance', TensorInfo>>;
type Attrs = { readonly epsilon: number };
type GroupAttrs = Attrs & { readonly groups: number };

/** The normalisations of core with the statistics of their own inputs, and their gradients. */
export const normalizationKernels: KernelTable = {
  LayerNorm: rowNorm(),
  LayerNormGrad: rowNormGradient({ centered: true }),
  RmsNorm: rowNorm(),
  RmsNormGrad: rowNormGradient({ centered: false }),
  GroupNorm: floatKernel<Inputs, GroupAttrs>(({ inputs, attrs: { groups, epsilon }, backend }) => {
    const { x, scale, offset } = inputs;
    const { samples, places, channels } = measure(x);
    const output = backend.newTensor(x.shape);
    const sample = places * channels;
    // Mean and variance are not asked for.
    overRows(
      backend,
      'channelNorm',
      [
        [x, sample],
        [scale, 0],
        [offset, 0],
        [output, sample],
        [0, 0],
        [0, 0],
      ],
      {
        extent: samples,
        cost: samples * sample * NANOSECONDS_OF_CHANNELS,
        sizes: (length) => [length, places, channels, channels, channels / groups, epsilon],
        scratch: 3 * channels + 4,
      },
    );
    return output;
  }),
  GroupNormGrad: floatKernel<GradInputs, GroupAttrs>(({ inputs, attrs: { groups, epsilon }, backend }) => {
    const { dy, x, scale } = inputs;
    const { samples, places, channels } = measure(x);
    const outputs = [x, scale, scale].map(({ shape }) => backend.newTensor(shape));
    const [dx, dScale, dOffset] = outputs as [TensorInfo, TensorInfo, TensorInfo]; // three of them
    const parts = [0, 1].map(() => backend.newTensor([samples, channels]));
    const [scaleParts, offsetParts] = parts as [TensorInfo, TensorInfo]; // two of them
    const sample = places * channels;
    const given = [
      [dy, sample],
      [x, sample],
      [scale, 0],
      [0, 0],
      [0, 0],
    ] as const;
    overRows(
      backend,
      'channelNormGradient',
      [...given, [dx, sample], [scaleParts, channels], [offsetParts, channels]],
      {
        extent: samples,
        cost: samples * sample * 2 * NANOSECONDS_OF_CHANNELS,
        sizes: (length) => [length, places, channels, channels, channels / groups, epsilon],
        scratch: 5 * channels + 4,
      },
    );
    sumRows(backend, scaleParts, dScale);
    sumRows(backend, offsetParts, dOffset);
    return outputs;
  }),
  BatchNormTraining: floatKernel<Inputs, Attrs>(({ inputs, attrs: { epsilon }, backend }) => {
    const { x, scale, offset } = inputs;
    const outputs = [x, scale, scale].map(({ shape }) => backend.newTensor(shape));
    overChannels(backend, 'channelNorm', [x, scale, offset, ...outputs], epsilon);
    return outputs;
  }),
  BatchNormTrainingGrad: floatKernel<BatchGradInputs, Attrs>(({ inputs, attrs: { epsilon }, backend }) => {
    const { dy, dMean, dVariance, x, scale } = inputs;
    const outputs = [x, scale, scale].map(({ shape }) => backend.newTensor(shape));
    overChannels(backend, 'channelNormGradient', [dy, x, scale, dMean, dVariance, ...outputs], epsilon);
    return outputs;
  }),
};

/** One sample of all places, in pieces of channels: each has its own statistics. The first tensor has the shape of x. */
function overChannels(
  backend: WasmBackend,
  kernel: 'channelNorm' | 'channelNormGradient',
  tensors: readonly TensorInfo[],
  epsilon: number,
): void {
  const { rows, channels } = measure(tensors[0]!);
  overRows(
    backend,
    kernel,
    tensors.map((tensor) => [tensor, 1] as const),
    {
      extent: channels,
      unit: LINE_FLOATS,
      cost: rows * channels * (kernel === 'channelNorm' ? 1 : 2) * NANOSECONDS_OF_CHANNELS,
      sizes: (length) => [1, rows, length, channels, 1, epsilon],
      scratch: 5 * channels + 4,
    },
  );
}

/** Sums of the columns of x, which is disposed of; 0 where there is no row. */
function sumRows(backend: WasmBackend, x: TensorInfo, total: TensorInfo): void {
  const [rows, columns] = x.shape as [number, number];
  const [source, target] = backend.pointers(x, total);
  sum(backend, { x: source, target, outer: 1, axis: rows, inner: columns, scale: 1 });
  backend.disposeIntermediateTensorInfo(x);
}

/** Without an offset the mean counts as 0. */
function rowNorm(): OwnKernel {
  return floatKernel<Omit<Inputs, 'offset'> & { readonly offset?: TensorInfo }, Attrs>(
    ({ inputs, attrs: { epsilon }, backend }) => {
      const { x, scale, offset } = inputs;
      const { rows, channels } = measure(x);
      const output = backend.newTensor(x.shape);
      overRows(
        backend,
        'rowNorm',
        [
          [x, channels],
          [scale, 0],
          [offset ?? 0, 0],
          [output, channels],
        ],
        {
          extent: rows,
          cost: rows * channels * NANOSECONDS,
          sizes: (length) => [length, channels, epsilon],
        },
      );
      return output;
    },
  );
}

function rowNormGradient({ centered }: { readonly centered: boolean }): OwnKernel {
  return floatKernel<GradInputs, Attrs>(({ inputs, attrs: { epsilon }, backend }) => {
    const { dy, x, scale } = inputs;
    const { rows, channels } = measure(x);
    const dx = backend.newTensor(x.shape);
    const sums = (centered ? [0, 1] : [0]).map(() => backend.newTensor(scale.shape));
    const chunks = Math.ceil(rows / CHUNK_ROWS);
    const parts = sums.map(() => backend.newTensor([chunks, channels]));
    const sumsOfChunks = [0, 1].map((i) => [parts[i] ?? 0, parts[i] ? channels / CHUNK_ROWS : 0] as const);
    overRows(backend, 'rowNormGradient', [[dy, channels], [x, channels], [scale, 0], [dx, channels], ...sumsOfChunks], {
      extent: rows,
      unit: CHUNK_ROWS,
      cost: rows * channels * 2 * NANOSECONDS,
      sizes: (length) => [length, channels, epsilon],
    });
    sums.forEach((total, i) => {
      sumRows(backend, parts[i]!, total);
    });
    return [dx, ...sums];
  });
}

/** x as [samples, places, channels], or as [rows, channels]. */
function measure({ shape }: TensorInfo): { samples: number; places: number; rows: number; channels: number } {
  const channels = shape.at(-1)!;
  return {
    samples: shape[0]!,
    places: util.sizeFromShape(shape.slice(1, -1)),
    rows: util.sizeFromShape(shape.slice(0, -1)),
    channels,
  };
}
