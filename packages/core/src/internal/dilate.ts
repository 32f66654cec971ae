import { pad, reshape, slice, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Puts `rate − 1` zeros between the elements of a filter's spatial axes, so that a convolution of dilation 1 with the
 * result is the dilated convolution with the filter.
 *
 * @param filter [...spatial, in, out]
 * @param rates one for each spatial axis
 * @returns [...((size − 1) · rate + 1), in, out]
 */
export function dilateFilter(filter: Tensor, rates: readonly number[]): Tensor {
  const spatial = filter.shape.slice(0, rates.length);
  const channels = filter.shape.slice(rates.length);
  const spread = reshape(filter, [...spatial.flatMap((size) => [size, 1]), ...channels]);
  const padded = pad(spread, [
    ...rates.flatMap(
      (rate) =>
        [
          [0, 0],
          [0, rate - 1],
        ] as [number, number][],
    ),
    ...channels.map(() => [0, 0] as [number, number]),
  ]);
  const joined = reshape(padded, [...spatial.map((size, axis) => size * rates[axis]!), ...channels]);
  return slice(
    joined,
    filter.shape.map(() => 0),
    dilatedShape(filter.shape, rates),
  );
}

/** The shape of a filter after `dilateFilter`. */
export function dilatedShape(shape: readonly number[], rates: readonly number[]): number[] {
  return shape.map((size, axis) => (axis < rates.length ? (size - 1) * rates[axis]! + 1 : size));
}

/** Takes the elements of a dilated filter's gradient that belong to the filter: the way back of `dilateFilter`. */
export function undilateFilter(dilated: Tensor, rates: readonly number[]): Tensor {
  const spatial = dilated.shape.slice(0, rates.length);
  const channels = dilated.shape.slice(rates.length);
  const sizes = spatial.map((size, axis) => (size - 1) / rates[axis]! + 1);
  const padded = pad(dilated, [
    ...rates.map((rate) => [0, rate - 1] as [number, number]),
    ...channels.map(() => [0, 0] as [number, number]),
  ]);
  const spread = reshape(padded, [...sizes.flatMap((size, axis) => [size, rates[axis]!]), ...channels]);
  const first = slice(
    spread,
    spread.shape.map(() => 0),
    [...sizes.flatMap((size) => [size, 1]), ...channels],
  );
  return reshape(first, [...sizes, ...channels]);
}
