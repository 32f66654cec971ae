import { pad, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.js';

const NONE: [number, number] = [0, 0];

/**
 * Puts `rate − 1` zeros between the elements of a filter's spatial axes, so that a convolution of dilation 1 with the
 * result is the dilated convolution with the filter.
 *
 * @param filter [...spatial, in, out]
 * @param rates one for each spatial axis
 * @returns [...((size − 1) · rate + 1), in, out]
 */
export function dilateFilter(filter: Tensor, rates: readonly number[]): Tensor {
  return rates.reduce((dilated, rate, axis) => {
    if (rate === 1) return dilated;
    const [before, size, after] = around(dilated.shape, axis);
    // One axis at a time: webgl pads at most four.
    const spread = pad(reshape(dilated, [before, size, 1, after]), [NONE, NONE, [0, rate - 1], NONE]);
    const dilatedSize = (size - 1) * rate + 1;
    const cut = slice(reshape(spread, [before, size * rate, after]), [0, 0, 0], [before, dilatedSize, after]);
    return reshape(cut, dilated.shape.with(axis, dilatedSize));
  }, filter);
}

/** The shape of a filter after `dilateFilter`. */
export function dilatedShape(shape: readonly number[], rates: readonly number[]): number[] {
  return shape.map((size, axis) => (axis < rates.length ? (size - 1) * rates[axis]! + 1 : size));
}

/** Takes the elements of a dilated filter's gradient that belong to the filter: the inverse of `dilateFilter`. */
export function undilateFilter(dilated: Tensor, rates: readonly number[]): Tensor {
  return rates.reduce((filter, rate, axis) => {
    if (rate === 1) return filter;
    const [before, dilatedSize, after] = around(filter.shape, axis);
    const size = (dilatedSize - 1) / rate + 1;
    const padded = pad(reshape(filter, [before, dilatedSize, after]), [NONE, [0, rate - 1], NONE]);
    const first = slice(reshape(padded, [before, size, rate, after]), [0, 0, 0, 0], [before, size, 1, after]);
    return reshape(first, filter.shape.with(axis, size));
  }, dilated);
}

/** The number of elements before an axis, the size of the axis, and the number of elements after it. */
function around(shape: readonly number[], axis: number): [number, number, number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))];
}
