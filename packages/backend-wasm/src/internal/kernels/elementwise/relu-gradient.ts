import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { FLOAT, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { LINE_FLOATS } from '../../threads.js';

/** For each element, about: limited by the memory. */
const NANOSECONDS = 1;

/** The gradient of relu. */
export const reluGradientKernels: KernelTable = {
  ReluGrad: operationKernel(
    shapes({ dy: '...', y: '=dy' }),
    takes<Readonly<Record<'dy' | 'y', TensorInfo>>, unknown>(FLOAT, ({ inputs: { dy, y }, backend }) => {
      const output = backend.newTensor(dy.shape);
      const [gradient, result, target] = backend.pointers(dy, y, output);
      const extent = util.sizeFromShape(dy.shape);
      backend.threads.over(
        { extent, unit: LINE_FLOATS, cost: extent * NANOSECONDS },
        (kernels, { from, length: count }) =>
          kernels.reluGradient({
            dy: offset(gradient, from),
            y: offset(result, from),
            target: offset(target, from),
            count,
          }),
      );
      return output;
    }),
  ),
};
