import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, ownKernel } from '../kernel.js';

type Inputs = {
  readonly x: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly offset?: TensorInfo;
  readonly scale?: TensorInfo;
};

/** Normalisation with given statistics, one of each for each channel. */
export const batchNormKernels: KernelTable = {
  FusedBatchNorm: ownKernel<Inputs, { varianceEpsilon?: number }>(({ inputs, attrs, backend }) => {
    const { x, mean, variance, offset, scale } = inputs;
    const columns = x.shape.at(-1) ?? 0;
    const perChannel = (tensor: TensorInfo | undefined | null): boolean =>
      !tensor || (tensor.dtype === 'float32' && util.sizeFromShape(tensor.shape) === columns);
    if (x.dtype !== 'float32' || columns === 0 || ![mean, variance, offset, scale].every(perChannel)) return undefined;
    const factors = backend.scratch.floats(columns + 4);
    const output = backend.newTensor(x.shape, 'float32');
    backend.kernels.batchNormalization(
      backend.pointer(x),
      backend.pointer(mean),
      backend.pointer(variance),
      offset ? backend.pointer(offset) : 0,
      scale ? backend.pointer(scale) : 0,
      backend.pointer(output),
      factors,
      util.sizeFromShape(x.shape) / columns,
      columns,
      attrs.varianceEpsilon ?? 0.001,
    );
    return output;
  }),
};
