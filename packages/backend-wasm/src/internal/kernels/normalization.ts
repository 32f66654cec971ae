import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { floatKernel, type KernelTable, type OwnKernel } from '../kernel.js';
import { LINE_FLOATS, type Part } from '../threads.js';
import { sum } from './reduction.js';

/** For each element, about: of rows, and of channels. */
const NANOSECONDS = 0.7;
const NANOSECONDS_OF_CHANNELS = 1;
/** Rows whose gradients are summed before they are added to others, as in assembly/row-norm.ts. */
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
    const [source, target] = [backend.pointer(x), backend.pointer(output)];
    const factors = [backend.pointer(scale), backend.pointer(offset)];
    const sizes = [places, channels, channels, channels / groups, epsilon];
    // Mean, variance and factor of each channel are in the scratch.
    const statistics = [0, channels * 4];
    const pieces = backend.threads.cut(samples, { cost: samples * places * channels * NANOSECONDS_OF_CHANNELS });
    backend.threads.run(
      pieces.map(({ from, length }): Part => {
        const at = from * places * channels * 4;
        const args = [source + at, ...factors, target + at, ...statistics, length, ...sizes, channels * 8];
        return [{ kernel: 'channelNorm', args, fromScratch: (1 << 4) | (1 << 5) | (1 << 12) }];
      }),
      (3 * channels + 4) * 4,
    );
    return output;
  }),
  GroupNormGrad: floatKernel<GradInputs, GroupAttrs>(({ inputs, attrs: { groups, epsilon }, backend }) => {
    const { dy, x, scale } = inputs;
    const { samples, places, channels } = measure(x);
    const outputs = [x, scale, scale].map(({ shape }) => backend.newTensor(shape));
    const [dx, dScale, dOffset] = outputs as [TensorInfo, TensorInfo, TensorInfo]; // three of them
    const parts = [0, 1].map(() => backend.newTensor([samples, channels]));
    const [scaleParts, offsetParts] = parts.map((part) => backend.pointer(part)) as [number, number]; // of two tensors
    const [slope, source, target] = [backend.pointer(dy), backend.pointer(x), backend.pointer(dx)];
    const factor = backend.pointer(scale);
    const sizes = [places, channels, channels, channels / groups, epsilon];
    const pieces = backend.threads.cut(samples, { cost: samples * places * channels * 2 * NANOSECONDS_OF_CHANNELS });
    backend.threads.run(
      pieces.map(({ from, length }): Part => {
        const at = from * places * channels * 4;
        const row = from * channels * 4;
        const written = [target + at, scaleParts + row, offsetParts + row];
        const args = [slope + at, source + at, factor, 0, 0, ...written, length, ...sizes, 0];
        return [{ kernel: 'channelNormGradient', args, fromScratch: 1 << 14 }];
      }),
      (5 * channels + 4) * 4,
    );
    sumRows(backend, { x: scaleParts, target: backend.pointer(dScale), rows: samples, columns: channels });
    sumRows(backend, { x: offsetParts, target: backend.pointer(dOffset), rows: samples, columns: channels });
    for (const part of parts) backend.disposeIntermediateTensorInfo(part);
    return outputs;
  }),
  BatchNormTraining: floatKernel<Inputs, Attrs>(({ inputs, attrs: { epsilon }, backend }) => {
    const { x, scale, offset } = inputs;
    const outputs = [x, scale, scale].map(({ shape }) => backend.newTensor(shape));
    const pointers = [x, scale, offset, ...outputs].map((tensor) => backend.pointer(tensor));
    overChannels(backend, 'channelNorm', { x, epsilon, pointers, passes: 1 });
    return outputs;
  }),
  BatchNormTrainingGrad: floatKernel<BatchGradInputs, Attrs>(({ inputs, attrs: { epsilon }, backend }) => {
    const { dy, dMean, dVariance, x, scale } = inputs;
    const outputs = [x, scale, scale].map(({ shape }) => backend.newTensor(shape));
    const pointers = [dy, x, scale, dMean, dVariance, ...outputs].map((tensor) => backend.pointer(tensor));
    overChannels(backend, 'channelNormGradient', { x, epsilon, pointers, passes: 2 });
    return outputs;
  }),
};

/** One sample of all places, in pieces of channels: each has its own statistics. */
function overChannels(
  { threads }: WasmBackend,
  kernel: 'channelNorm' | 'channelNormGradient',
  call: {
    readonly x: TensorInfo;
    readonly epsilon: number;
    readonly pointers: readonly number[];
    readonly passes: number;
  },
): void {
  const { x, epsilon, pointers, passes } = call;
  const { rows, channels } = measure(x);
  const pieces = threads.cut(channels, {
    unit: LINE_FLOATS,
    cost: rows * channels * passes * NANOSECONDS_OF_CHANNELS,
  });
  threads.run(
    pieces.map(({ from, length }): Part => {
      const args = [...pointers.map((pointer) => pointer + from * 4), 1, rows, length, channels, 1, epsilon, 0];
      return [{ kernel, args, fromScratch: 1 << (args.length - 1) }];
    }),
    (5 * channels + 4) * 4,
  );
}

/** Sums of columns; 0 where there is no row. */
function sumRows(
  backend: WasmBackend,
  { x, target, rows, columns }: Readonly<Record<'x' | 'target' | 'rows' | 'columns', number>>,
): void {
  sum(backend, { x, target, outer: 1, axis: rows, inner: columns, scale: 1 });
}

/** Without an offset the mean counts as 0. */
function rowNorm(): OwnKernel {
  return floatKernel<Omit<Inputs, 'offset'> & { readonly offset?: TensorInfo }, Attrs>(
    ({ inputs, attrs: { epsilon }, backend }) => {
      const { x, scale, offset } = inputs;
      const { rows, channels } = measure(x);
      const output = backend.newTensor(x.shape);
      const [source, factors, target] = [backend.pointer(x), backend.pointer(scale), backend.pointer(output)];
      const added = offset === undefined ? 0 : backend.pointer(offset);
      backend.threads.over('rowNorm', {
        extent: rows,
        cost: rows * channels * NANOSECONDS,
        args: (from, length) => {
          const at = from * channels * 4;
          return [source + at, factors, added, target + at, length, channels, epsilon];
        },
      });
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
    const [slope, source, target] = [backend.pointer(dy), backend.pointer(x), backend.pointer(dx)];
    const factors = backend.pointer(scale);
    const [scaleParts, offsetParts] = parts.map((part) => backend.pointer(part)) as [number, number?]; // at least one
    backend.threads.over('rowNormGradient', {
      extent: rows,
      unit: CHUNK_ROWS,
      cost: rows * channels * 2 * NANOSECONDS,
      args: (from, length) => {
        const at = from * channels * 4;
        const chunk = (from / CHUNK_ROWS) * channels * 4;
        const written = [target + at, scaleParts + chunk, offsetParts === undefined ? 0 : offsetParts + chunk];
        return [slope + at, source + at, factors, ...written, length, channels, epsilon];
      },
    });
    sums.forEach((total, i) => {
      const x = backend.pointer(parts[i]!);
      sumRows(backend, { x, target: backend.pointer(total), rows: chunks, columns: channels });
      backend.disposeIntermediateTensorInfo(parts[i]!);
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
