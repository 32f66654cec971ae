import { checkInteger } from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { FLOAT, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type GivenAttributes, shapes } from '../../signature.js';
import { measure } from './measure.js';

type Attributes = Readonly<Record<'depthRadius' | 'bias' | 'alpha' | 'beta', number>>;

/** Nanoseconds for each element, about. */
const NANOSECONDS = 8;

const checkRadius = (where: string, { depthRadius }: GivenAttributes): void =>
  checkInteger(where, 'depthRadius', depthRadius, { min: 0 });

/** Local response normalization across channels, and its gradient. */
export const localResponseKernels: KernelTable = {
  LRN: tfjsKernel(
    shapes({ x: 'n h w c' }, checkRadius),
    takes<{ readonly x: TensorInfo }, Attributes>(
      FLOAT,
      ({ inputs: { x }, attrs: { depthRadius: radius, bias, alpha, beta }, backend }) => {
        const { rows: extent, channels } = measure(x);
        const output = backend.newTensor(x.shape);
        const [source, target] = backend.pointers(x, output);
        backend.threads.over({ extent, cost: extent * channels * NANOSECONDS }, (kernels, { from, length: rows }) =>
          kernels.localResponse({
            x: offset(source, from * channels),
            target: offset(target, from * channels),
            rows,
            channels,
            radius,
            bias,
            alpha,
            beta,
          }),
        );
        return output;
      },
    ),
  ),
  LRNGrad: tfjsKernel(
    shapes({ x: 'n h w c', y: '=x', dy: '=x' }, checkRadius),
    takes<Readonly<Record<'dy' | 'x' | 'y', TensorInfo>>, Attributes>(
      FLOAT,
      ({ inputs: { dy, x, y }, attrs: { depthRadius: radius, bias, alpha, beta }, backend }) => {
        const { rows: extent, channels } = measure(x);
        const output = backend.newTensor(x.shape);
        const [gradient, source, result, target] = backend.pointers(dy, x, y, output);
        backend.threads.over(
          { extent, cost: extent * channels * NANOSECONDS, scratch: 2 * channels + 4 },
          (kernels, { from, length: rows, scratch }) =>
            kernels.localResponseGradient({
              dy: offset(gradient, from * channels),
              x: offset(source, from * channels),
              y: offset(result, from * channels),
              target: offset(target, from * channels),
              rows,
              channels,
              radius,
              bias,
              alpha,
              beta,
              scratch,
            }),
        );
        return output;
      },
    ),
  ),
};
