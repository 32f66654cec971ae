import { broadcastTo, clone, mul, ones, reshape, sum, type Tensor, zeros } from '@tensorflow/tfjs-core';
import { type Shape, sameShape, sizeOf } from '../shape.js';

/**
 * Reverses a broadcast in the backward pass: sums over the axes along which `shape` was repeated.
 *
 * @returns a new tensor of `shape`; one kernel call where the removed axes are the leading ones
 */
export function sumTo(dy: Tensor, shape: Shape): Tensor {
  if (sameShape(dy.shape, shape)) return clone(dy);
  const added = dy.rank - shape.length;
  const axes = dy.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  if (axes.length === 0) return reshape(dy, [...shape]);
  const summed = sum(dy, axes);
  return sameShape(summed.shape, shape) ? summed : reshape(summed, [...shape]);
}

/**
 * Repeats the result of a reduction over `axes` to the shape before it.
 *
 * @returns a new tensor of `shape`
 */
export function expandTo(reduced: Tensor, shape: Shape, axes: readonly number[]): Tensor {
  const kept = keptShape(shape, axes);
  // tfjs's broadcast makes one element of an axis of size 0.
  if (sizeOf(shape) === 0) return zeros([...shape] as [number]); // any rank
  const unsqueezed = sameShape(reduced.shape, kept) ? reduced : reshape(reduced, kept);
  if (sizeOf(kept) === sizeOf(shape)) return reshape(unsqueezed, [...shape]);
  const full = [...shape] as [number]; // any rank
  // Beyond four axes webgpu's kernel loses the device.
  return shape.length > 4 ? mul(unsqueezed, ones(full)) : broadcastTo(unsqueezed, full);
}

/** The shape after a reduction that keeps the reduced axes with size 1. */
export function keptShape(shape: Shape, axes: readonly number[]): number[] {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}
