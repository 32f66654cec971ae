import { ArgumentError, checkInteger, resolveOptions } from '@neurite/core';
import type { Axis } from './axis.js';
import type { Sampler } from './sampler.js';

export type GridOptions = {
  /** How many values are tried of a number without a step, evenly from one bound to the other: at least 1. Default 5. */
  readonly points?: number;
};

/**
 * Tries every combination once, in an order by chance, and then has nothing left. What depends on another variant is not
 * multiplied out.
 *
 * @throws ArgumentError when there are more than 10⁵ combinations
 * @example
 * const study = await createStudy(
 *   { layers: int(1, 3), activation: choice(['relu', 'tanh']) },
 *   { sampler: gridSampler() },
 * );
 */
export function gridSampler(options: GridOptions = {}): Sampler {
  const { points } = resolveOptions('gridSampler', options, { points: 5 });
  checkInteger('gridSampler', 'points', points, { min: 1 });
  let known: { readonly axes: readonly Axis[]; readonly grid: ReadonlyMap<string, Float64Array> } | undefined;
  return {
    name: 'grid',
    sample: ({ axes, trials }, random) => {
      if (known?.axes !== axes) {
        known = { axes, grid: new Map(gridOf(axes, points).map((positions) => [keyOf(axes, positions), positions])) };
      }
      const tried = new Set(
        trials.filter(({ state }) => state !== 'failed').map(({ positions }) => keyOf(axes, positions)),
      );
      const left = [...known.grid.keys()].filter((key) => !tried.has(key));
      return left.length === 0 ? undefined : known.grid.get(left[random.integer(left.length)]!);
    },
  };
}

const LARGEST = 1e5;

function gridOf(axes: readonly Axis[], points: number): Float64Array[] {
  let grid: Float64Array[] = [new Float64Array(axes.length).fill(Number.NaN)];
  for (const [i, axis] of axes.entries()) {
    const { condition } = axis;
    const positions = positionsOn(axis, points);
    const next: Float64Array[] = [];
    for (const point of grid) {
      const isThere =
        condition === undefined ||
        (!Number.isNaN(point[condition.axis]!) &&
          axes[condition.axis]!.valueAt(point[condition.axis]!) === condition.value);
      if (!isThere) next.push(point);
      else {
        for (const position of positions) {
          const longer = point.slice();
          longer[i] = position;
          next.push(longer);
        }
      }
      if (next.length > LARGEST) {
        const problem = `the grid has more than ${LARGEST.toLocaleString('en')} points`;
        throw new ArgumentError({
          where: 'gridSampler',
          problem,
          advice: 'Use fewer points, steps, or another sampler',
        });
      }
    }
    grid = next;
  }
  return grid;
}

function positionsOn({ levels, positionAt }: Axis, points: number): number[] {
  if (Number.isFinite(levels)) return Array.from({ length: levels }, (_, level) => positionAt(level));
  return points === 1 ? [0.5] : Array.from({ length: points }, (_, i) => i / (points - 1));
}

/** What tells one point of the grid from another: rounding of positions does not. */
function keyOf(axes: readonly Axis[], positions: Float64Array): string {
  return axes
    .map(({ rangeAt }, i) => (Number.isNaN(positions[i]!) ? '' : rangeAt(positions[i]!)[0].toFixed(9)))
    .join(' ');
}
