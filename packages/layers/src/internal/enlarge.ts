import { checkChoice, checkSizes } from '@neurite/core';
import { reshape, type Tensor, tile } from '@tensorflow/tfjs-core';
import { blendAlong, type Taps } from './along-axis.js';
import type { Resampling } from './resample.js';

/** How values between elements are found. */
export type Interpolation = 'nearest' | 'linear' | 'cubic';

/** What a layer that enlarges is called with. */
export type EnlargeCall = { readonly where: string; readonly axes: readonly string[]; readonly factor: unknown };

/**
 * @param names what the ways are called here
 * @throws ArgumentError when the factor is not made of integers of at least 1, or the interpolation is unknown
 */
export function enlarge(
  { where, axes, factor }: EnlargeCall,
  interpolation: string,
  names: Readonly<Record<string, Interpolation>>,
): Resampling {
  const factors = checkSizes(where, 'factor', factor, axes);
  checkChoice(where, 'interpolation', interpolation, Object.keys(names));
  const way = names[interpolation]!;
  return {
    where,
    axes,
    sizeOf: (size, axis) => size * factors[axis]!,
    // From the last axis on, so that long rows are copied where there are most.
    apply: (x) => factors.reduceRight<Tensor>((y, by, i) => (by === 1 ? y : along(y, i + 1, by, way)), x),
  };
}

function along(x: Tensor, axis: number, by: number, way: Interpolation): Tensor {
  const size = x.shape[axis]!;
  const count = size * by;
  if (way === 'nearest') {
    const inner = x.shape.slice(axis + 1).reduce((product, of) => product * of, 1);
    const rows = reshape(x, [x.shape.slice(0, axis + 1).reduce((product, of) => product * of, 1), 1, inner]);
    return reshape(tile(rows, [1, by, 1]), x.shape.with(axis, count));
  }
  const taps: Taps = Array.from({ length: count }, (_, i) => {
    const at = (i + 0.5) / by - 0.5; // centers of pixels, not corners, lie on each other
    const below = Math.floor(at);
    const weights = way === 'linear' ? linear(at - below) : cubic(at - below);
    return weights.map(([offset, weight]) => [Math.max(0, Math.min(size - 1, below + offset)), weight] as const);
  });
  return blendAlong(x, axis, taps);
}

function linear(fraction: number): [offset: number, weight: number][] {
  return [
    [0, 1 - fraction],
    [1, fraction],
  ];
}

/** Keys's kernel with a = −0.75, as in PyTorch. */
function cubic(fraction: number): [offset: number, weight: number][] {
  const a = -0.75;
  const near = (t: number): number => ((a + 2) * t - (a + 3)) * t * t + 1;
  const far = (t: number): number => ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
  return [
    [-1, far(1 + fraction)],
    [0, near(fraction)],
    [1, near(1 - fraction)],
    [2, far(2 - fraction)],
  ];
}
