/** For each element of a resampled axis: the first element of the source that it depends on, and the weights from there. */
export type Taps = readonly { readonly first: number; readonly weights: Float64Array }[];

/** An axis: `count` new elements over the elements `start` to `start + length` of a source of `size` elements. */
export type Axis = { readonly size: number; readonly start: number; readonly length: number; readonly count: number };

/**
 * Weights of a triangle around the centre of each new element; those outside of the source are left out, and the others
 * add up to 1.
 *
 * @param antialias whether the triangle becomes wider where elements become fewer, as in PIL; else it always spans two
 *   neighbours
 */
export function triangleTaps({ size, start, length, count }: Axis, antialias: boolean): Taps {
  const scale = length / count;
  const support = antialias ? Math.max(scale, 1) : 1;
  const inverse = 1 / support;
  return Array.from({ length: count }, (_, i) => {
    const center = start + (i + 0.5) * scale;
    const first = Math.max(Math.trunc(center - support + 0.5), 0);
    const end = Math.min(Math.trunc(center + support + 0.5), size);
    const weights = Float64Array.from({ length: end - first }, (_, k) =>
      Math.max(1 - Math.abs((first + k - center + 0.5) * inverse), 0),
    );
    return { first, weights: normalize(weights) };
  });
}

/** The share that each element of the source has in the interval that a new element covers. */
export function areaTaps({ start, length, count }: Axis): Taps {
  const scale = length / count;
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [start + i * scale, start + (i + 1) * scale];
    const first = Math.floor(from);
    // Rounding may put the end a little above an integer: the element there would have next to no weight.
    const end = Math.max(Math.ceil(to - 1e-9), first + 1);
    const weights = Float64Array.from({ length: end - first }, (_, k) =>
      Math.max(Math.min(first + k + 1, to) - Math.max(first + k, from), 0),
    );
    return { first, weights: normalize(weights) };
  });
}

function normalize(weights: Float64Array): Float64Array {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** The bits behind the point of weights of bytes: as many as PIL has, so that bytes come out the same. */
export const WEIGHT_BITS = 22;

/** Weights for bytes, as integers. */
export function fixedTaps(taps: Taps): readonly { readonly first: number; readonly fixed: Int32Array }[] {
  return taps.map(({ first, weights }) => ({
    first,
    fixed: Int32Array.from(weights, (weight) => Math.round(weight * 2 ** WEIGHT_BITS)),
  }));
}
