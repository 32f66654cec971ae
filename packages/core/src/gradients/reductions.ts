import {
  cast,
  cumprod,
  cumsum,
  div,
  equal,
  type GradConfig,
  mul,
  reshape,
  sum,
  type Tensor,
  transpose,
  util,
} from '@tensorflow/tfjs-core';
import { expandTo, keptShape } from '../internal/broadcast.js';
import { kernelGradient } from '../internal/kernel-gradient.js';
import { sizeOf } from '../shape.js';

type ReductionAttrs = { readonly axis: number | number[] };
/** `Max` alone calls its axes otherwise. */
type ExtremumAttrs = Partial<ReductionAttrs> & { readonly reductionIndices?: number | number[] };
type ScanAttrs = { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean };

function axesOf(x: Tensor, axis: number | number[]): number[] {
  return util.parseAxisParam(axis, x.shape);
}

/** The gradient of the largest or smallest element: equal ones share it in equal parts. */
function extremum(kernelName: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => ({
      x: () => {
        const [x, y] = saved as [Tensor, Tensor]; // as named above
        const { axis, reductionIndices } = attrs as ExtremumAttrs; // attributes of this kernel
        const axes = axesOf(x, (axis ?? reductionIndices)!); // one of them is there, perhaps null for all axes
        const kept = keptShape(x.shape, axes);
        const chosen = cast(equal(x, reshape(y, kept)), 'float32');
        return mul(div(chosen, sum(chosen, axes, true)), reshape(dy as Tensor, kept)); // one output
      },
    }),
  };
}

/** The product of all the other elements along `axes`, without a division, so that zeros are right. */
function productOfOthers(x: Tensor, axes: readonly number[]): Tensor {
  const others = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...others, ...axes];
  const moved = transpose(x, order);
  const rows = reshape(moved, [sizeOf(others.map((axis) => x.shape[axis]!)), -1]);
  const products = mul(cumprod(rows, 1, true, false), cumprod(rows, 1, true, true));
  return transpose(
    reshape(products, moved.shape),
    order.map((_, axis) => order.indexOf(axis)),
  );
}

/** Gradients of sums, means, products, extremes and running sums along axes. */
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
];
