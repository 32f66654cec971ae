import { cast, div, equal, expandDims, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import { defineOperation, type Operation } from './define-operation.js';
import { zerosOf } from './kernel-gradient.js';

type Inputs = { readonly dy: Tensor; readonly x: Tensor; readonly y: Tensor };

/** 1 where x has the extremum of its column, else 0; and how many of them there are, with the axis kept. */
function chosen({ x, y }: Omit<Inputs, 'dy'>): readonly [chosen: Tensor, count: Tensor] {
  const held = cast(equal(x, expandDims(y, 1)), 'float32');
  return [held, sum(held, 1, true)];
}

/**
 * The kernel `ExtremumGrad`: the gradient of a maximum or minimum y [outer, inner] over the middle axis of x [outer, axis,
 * inner], from dy [outer, inner] → [outer, axis, inner]. Elements that are equal to the extremum share dy equally; where it
 * is NaN, so is the gradient.
 */
export const extremumGrad: Operation<Inputs, Record<string, never>, Tensor> = defineOperation({
  name: 'ExtremumGrad',
  compose: ({ dy, ...of }: Inputs) => {
    const [held, count] = chosen(of);
    return mul(held, div(expandDims(dy, 1), count));
  },
  gradient: {
    inputsToSave: ['x', 'y'],
    gradFunc: (ddx, saved) => {
      const [x, y] = saved as [Tensor, Tensor]; // as named above
      return {
        dy: () => {
          const [held, count] = chosen({ x, y });
          return sum(mul(ddx as Tensor, div(held, count)), 1); // one output
        },
        x: () => zerosOf(x),
        y: () => zerosOf(y),
      };
    },
  },
});
