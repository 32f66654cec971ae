import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { FLOAT, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { isPerColumn } from '../products/epilogue.js';

type Inputs = {
  readonly x: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly offset?: TensorInfo;
  readonly scale?: TensorInfo;
};

/** For each element, about: limited by the memory. */
const NANOSECONDS = 0.4;

/** Batch normalization with given statistics, one of each for each channel. */
export const batchNormKernels: KernelTable = {
  FusedBatchNorm: tfjsKernel(
    shapes({ x: '...', mean: '...', variance: '...', 'offset?': '...', 'scale?': '...' }),
    takes<Inputs, { readonly varianceEpsilon?: number }>(
      FLOAT,
      ({ inputs, attrs: { varianceEpsilon: epsilon = 0.001 }, backend }) => {
        const { x, mean: means, variance: variances, offset: shift, scale: factor } = inputs;
        const columns = x.shape.at(-1) ?? 0;
        const arePerColumn = [means, variances, shift, factor].every((each) => isPerColumn(each, columns));
        if (columns === 0 || !arePerColumn) return undefined;
        const output = backend.newTensor(x.shape);
        const extent = util.sizeFromShape(x.shape) / columns;
        const [source, mean, variance, target] = backend.pointers(x, means, variances, output);
        const [added, scale] = [backend.optionalPointer(shift), backend.optionalPointer(factor)];
        backend.threads.over(
          { extent, cost: extent * columns * NANOSECONDS, scratch: columns + 4 },
          (kernels, { from, length: rows, scratch }) =>
            kernels.batchNormalization({
              x: offset(source, from * columns),
              mean,
              variance,
              offset: added,
              scale,
              target: offset(target, from * columns),
              rows,
              columns,
              epsilon,
              scratch,
            }),
        );
        return output;
      },
    ),
  ),
};
