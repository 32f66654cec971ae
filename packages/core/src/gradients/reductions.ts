import {
  add,
  cast,
  cumprod,
  cumsum,
  div,
  equal,
  eye,
  type GradConfig,
  mul,
  reshape,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  util,
} from '@tensorflow/tfjs-core';
import { expandTo, keptShape } from '../internal/broadcast.js';
import { extremumGrad } from '../internal/extremum-grad.js';
import { kernelGradient } from '../internal/kernel-gradient.js';
import { sizeOf } from '../shape.js';

type ReductionAttrs = { readonly axis: number | number[] };
/** Only `Max` has another name for its axes. */
type ExtremumAttrs = Partial<ReductionAttrs> & { readonly reductionIndices?: number | number[] };
type ScanAttrs = { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean };

function axesOf(x: Tensor, axis: number | number[]): number[] {
  return util.parseAxisParam(axis, x.shape);
}

/** The gradient of the maximum or minimum: equal elements share it equally. */
function extremum(kernelName: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => ({
      x: () => {
        const [x, y] = saved as [Tensor, Tensor]; // as named above
        const { axis, reductionIndices } = attrs as ExtremumAttrs; // attributes of this kernel
        const axes = axesOf(x, (axis ?? reductionIndices)!); // one of them is given, null for all axes
        const [first, last] = [Math.min(...axes), Math.max(...axes)];
        if (x.dtype === 'float32' && last - first === axes.length - 1) {
          const outer = sizeOf(x.shape.slice(0, first));
          const inner = sizeOf(x.shape.slice(last + 1));
          const reduced = [outer, inner];
          const adjacent = {
            dy: reshape(dy as Tensor, reduced), // one output
            x: reshape(x, [outer, sizeOf(x.shape.slice(first, last + 1)), inner]),
            y: reshape(y, reduced),
          };
          return reshape(extremumGrad(adjacent, {}), x.shape);
        }
        const kept = keptShape(x.shape, axes);
        const chosen = cast(equal(x, reshape(y, kept)), 'float32');
        return mul(chosen, div(reshape(dy as Tensor, kept), sum(chosen, axes, true))); // likewise
      },
    }),
  };
}

/** The product of all other elements along `axes`, without a division, so that zeros are right. */
function productOfOthers(x: Tensor, axes: readonly number[]): Tensor {
  const others = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...others, ...axes];
  const moved = transpose(x, order);
  const sizes = [others, axes].map((some) => sizeOf(some.map((axis) => x.shape[axis]!)));
  const rows = reshape(moved, sizes);
  const products = mul(cumprod(rows, 1, true, false), cumprod(rows, 1, true, true));
  return transpose(
    reshape(products, moved.shape),
    order.map((_, axis) => order.indexOf(axis)),
  );
}

/** Gradients of sums, means, products, extrema, and cumulative sums and products along axes. */
export const reductionGradients: readonly GradConfig[] = [
  kernelGradient('Sum', ['x'], (dy, { x }, { axis }: ReductionAttrs) => ({
    x: () => expandTo(dy, x.shape, axesOf(x, axis)),
  })),
  kernelGradient('Mean', ['x'], (dy, { x }, { axis }: ReductionAttrs) => ({
    x: () => expandTo(mul(dy, dy.size / x.size), x.shape, axesOf(x, axis)),
  })),
  kernelGradient('Prod', ['x'], (dy, { x }, { axis }: ReductionAttrs) => ({
    x: () => {
      const axes = axesOf(x, axis);
      return mul(productOfOthers(x, axes), reshape(dy, keptShape(x.shape, axes)));
    },
  })),
  extremum('Max'),
  extremum('Min'),
  kernelGradient('Cumsum', [], (dy, _saved, { axis, exclusive, reverse }: ScanAttrs) => ({
    // tfjs's kernels take no negative axis.
    x: () => cumsum(dy, axesOf(dy, axis)[0], exclusive, !reverse),
  })),
  kernelGradient('Cumprod', ['x'], (dy, { x }, { axis, exclusive, reverse }: ScanAttrs) => ({
    x: () => cumulativeProductGradient(dy, x, { axis: axesOf(x, axis)[0]!, exclusive, reverse }),
  })),
];

/**
 * Replaces one element after another by 1 and takes the cumulative product again: as many rows as elements, but right for
 * zeros, where dividing by the element is not.
 */
function cumulativeProductGradient(dy: Tensor, x: Tensor, { axis, exclusive, reverse: backwards }: ScanAttrs): Tensor {
  const size = x.shape[axis]!;
  const order = [...x.shape.keys()].filter((other) => other !== axis).concat(axis);
  const moved = transpose(x, order);
  const count = sizeOf(x.shape.toSpliced(axis, 1));
  const identity = eye(size);
  const rows = reshape(moved, [count, 1, size]);
  const without = add(mul(rows, sub(1, identity)), identity);
  const reaches = Float32Array.from({ length: size * size }, (_, i) => {
    const [from, to] = [Math.floor(i / size), i % size];
    const distance = backwards ? from - to : to - from;
    return distance >= (exclusive ? 1 : 0) ? 1 : 0;
  });
  const derivatives = mul(cumprod(without, 2, exclusive, backwards), tensor(reaches, [size, size]));
  const summed = sum(mul(derivatives, reshape(transpose(dy, order), [count, 1, size])), 2);
  return transpose(
    reshape(summed, moved.shape),
    order.map((_, i) => order.indexOf(i)),
  );
}
