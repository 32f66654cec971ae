import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { FLOAT, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { shapes } from '../../signature.js';

/** For each element, about. */
const NANOSECONDS = 0.4;

/** The gradient of a maximum or minimum over the middle of three axes. */
export const extremumGradientKernels: KernelTable = {
  ExtremumGrad: operationKernel(
    shapes({ x: 'outer axis inner', y: 'outer inner', dy: '=y' }),
    takes<Readonly<Record<'dy' | 'x' | 'y', TensorInfo>>, unknown>(FLOAT, ({ inputs: { dy, x, y }, backend }) => {
      const output = backend.newTensor(x.shape);
      const [gradient, source, extremum, target] = backend.pointers(dy, x, y, output);
      const [outer, axis, inner] = x.shape as [number, number, number]; // by the signature
      backend.threads.over(
        { extent: outer, cost: outer * axis * inner * NANOSECONDS },
        (kernels, { from, length: rows }) =>
          kernels.extremumGradient({
            dy: offset(gradient, from * inner),
            x: offset(source, from * axis * inner),
            y: offset(extremum, from * inner),
            target: offset(target, from * axis * inner),
            outer: rows,
            axis,
            inner,
          }),
      );
      return output;
    }),
  ),
};
