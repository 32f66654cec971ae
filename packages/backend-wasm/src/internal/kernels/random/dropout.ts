import { checkInteger, checkNumber } from '@neurite/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { FLOAT, INTEGER, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { LINE_FLOATS } from '../../threads.js';

type Inputs = { readonly x: TensorInfo; readonly key: TensorInfo };
type Attributes = { readonly rate: number; readonly offset: number };

/** For each element, about. */
const NANOSECONDS = 1;

/** Dropout with seeded draws. */
export const dropoutKernels: KernelTable = {
  Dropout: operationKernel(
    shapes({ x: '...', key: '4' }, (where, { rate, offset: start }) => {
      checkNumber(where, 'rate', rate, { atLeast: 0, below: 1 });
      checkInteger(where, 'offset', start, { min: 0 });
    }),
    takes<Inputs, Attributes>(
      { x: FLOAT, key: INTEGER },
      ({ inputs: { x, key }, attrs: { rate, offset: start }, backend }) => {
        const output = backend.newTensor(x.shape);
        const [source, words, target] = backend.pointers(x, key, output);
        const extent = util.sizeFromShape(x.shape);
        backend.threads.over({ extent, unit: LINE_FLOATS, cost: extent * NANOSECONDS }, (kernels, { from, length }) =>
          kernels.dropout({
            x: offset(source, from),
            key: words,
            target: offset(target, from),
            first: start + from,
            count: length,
            threshold: Math.ceil(rate * 2 ** 24),
            scale: 1 / (1 - rate),
          }),
        );
        return output;
      },
    ),
  ),
};
