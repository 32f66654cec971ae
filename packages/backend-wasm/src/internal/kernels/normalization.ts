import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats, type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';

/** For each element, about. */
const NANOSECONDS = 0.7;

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
  GroupNorm: ownKernel<Inputs, GroupAttrs>(({ inputs, attrs: { groups, epsilon }, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { x, scale, offset } = inputs;
    const { samples, places, channels } = measure(x);
    const scratch = backend.scratch.floats(3 * channels + 4);
    const output = backend.newTensor(x.shape, 'float32');
    backend.kernels.channelNorm(
      backend.pointer(x),
      backend.pointer(scale),
      backend.pointer(offset),
      backend.pointer(output),
      scratch,
      scratch + channels * 4,
      samples,
      places,
      channels,
      channels / groups,
      epsilon,
      scratch + channels * 8,
    );
    return output;
  }),
  GroupNormGrad: ownKernel<GradInputs, GroupAttrs>(({ inputs, attrs: { groups, epsilon }, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { dy, x, scale } = inputs;
    const { samples, places, channels } = measure(x);
    const scratch = backend.scratch.floats(5 * channels + 4);
    const outputs = [x, scale, scale].map(({ shape }) => backend.newTensor(shape, 'float32'));
    const [dx, dScale, dOffset] = outputs as [TensorInfo, TensorInfo, TensorInfo]; // three of them
    backend.kernels.channelNormGradient(
      backend.pointer(dy),
      backend.pointer(x),
      backend.pointer(scale),
      0,
      0,
      backend.pointer(dx),
      backend.pointer(dScale),
      backend.pointer(dOffset),
      samples,
      places,
      channels,
      channels / groups,
      epsilon,
      scratch,
    );
    return outputs;
  }),
  BatchNormTraining: ownKernel<Inputs, Attrs>(({ inputs, attrs: { epsilon }, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { x, scale, offset } = inputs;
    const { samples, places, channels } = measure(x);
    const scratch = backend.scratch.floats(channels + 4);
    const outputs = [x, scale, scale].map(({ shape }) => backend.newTensor(shape, 'float32'));
    const [y, mean, variance] = outputs as [TensorInfo, TensorInfo, TensorInfo]; // three of them
    backend.kernels.channelNorm(
      backend.pointer(x),
      backend.pointer(scale),
      backend.pointer(offset),
      backend.pointer(y),
      backend.pointer(mean),
      backend.pointer(variance),
      1,
      samples * places,
      channels,
      1,
      epsilon,
      scratch,
    );
    return outputs;
  }),
  BatchNormTrainingGrad: ownKernel<BatchGradInputs, Attrs>(({ inputs, attrs: { epsilon }, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { dy, dMean, dVariance, x, scale } = inputs;
    const { samples, places, channels } = measure(x);
    const scratch = backend.scratch.floats(5 * channels + 4);
    const outputs = [x, scale, scale].map(({ shape }) => backend.newTensor(shape, 'float32'));
    const [dx, dScale, dOffset] = outputs as [TensorInfo, TensorInfo, TensorInfo]; // three of them
    backend.kernels.channelNormGradient(
      backend.pointer(dy),
      backend.pointer(x),
      backend.pointer(scale),
      backend.pointer(dMean),
      backend.pointer(dVariance),
      backend.pointer(dx),
      backend.pointer(dScale),
      backend.pointer(dOffset),
      1,
      samples * places,
      channels,
      1,
      epsilon,
      scratch,
    );
    return outputs;
  }),
};

/** Without an offset the mean counts as 0. */
function rowNorm(): OwnKernel {
  return ownKernel<Omit<Inputs, 'offset'> & { readonly offset?: TensorInfo }, Attrs>(
    ({ inputs, attrs: { epsilon }, backend }) => {
      if (!areFloats(inputs)) return undefined;
      const { x, scale, offset } = inputs;
      const { rows, channels } = measure(x);
      const output = backend.newTensor(x.shape, 'float32');
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
  return ownKernel<GradInputs, Attrs>(({ inputs, attrs: { epsilon }, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { dy, x, scale } = inputs;
    const { rows, channels } = measure(x);
    const scratch = backend.scratch.floats(2 * channels + 4);
    const dx = backend.newTensor(x.shape, 'float32');
    const dScale = backend.newTensor(scale.shape, 'float32');
    const dOffset = centered ? [backend.newTensor(scale.shape, 'float32')] : [];
    backend.kernels.rowNormGradient(
      backend.pointer(dy),
      backend.pointer(x),
      backend.pointer(scale),
      backend.pointer(dx),
      backend.pointer(dScale),
      dOffset.length === 0 ? 0 : backend.pointer(dOffset[0]!),
      rows,
      channels,
      epsilon,
      scratch,
    );
    return [dx, dScale, ...dOffset];
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
