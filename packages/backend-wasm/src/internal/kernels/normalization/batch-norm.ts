import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, ownKernel } from '../../kernel.js';
import { overRows } from '../../over-rows.js';
import { isPerColumn } from '../products/epilogue.js';

type Inputs = {
  readonly x: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly offset?: TensorInfo;
  readonly scale?: TensorInfo;
};

/** For each element, about: as fast as the memory. */
const NANOSECONDS = 0.4;

/** Normalisation with given statistics, one of each for each channel. */
export const batchNormKernels: KernelTable = {
  FusedBatchNorm: ownKernel<Inputs, { varianceEpsilon?: number }>(({ inputs, attrs, backend }) => {
    const { x, mean, variance, offset, scale } = inputs;
    const columns = x.shape.at(-1) ?? 0;
    const areSuited = [mean, variance, offset, scale].every((factor) => isPerColumn(factor, columns));
    if (x.dtype !== 'float32' || columns === 0 || !areSuited) return undefined;
    const output = backend.newTensor(x.shape);
    const rows = util.sizeFromShape(x.shape) / columns;
    const statistics = [mean, variance, offset, scale].map((tensor) => [tensor ?? 0, 0] as const);
    overRows(backend, 'batchNormalization', [[x, columns], ...statistics, [output, columns]], {
      extent: rows,
      cost: rows * columns * NANOSECONDS,
      sizes: (length) => [length, columns, attrs.varianceEpsilon ?? 0.001],
      // For the factor of each channel.
      scratch: columns + 4,
    });
    return output;
  }),
};
