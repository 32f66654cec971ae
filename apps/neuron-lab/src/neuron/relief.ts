import { type Projected, projection, type View } from './projection.js';
import type { Surface } from './surface.js';

/** A patch of the surface as a quadrilateral on the screen. */
export type Patch = { readonly corners: readonly Projected[]; readonly share: number; readonly near: number };

/** A surface in perspective. */
export type Relief = {
  /** Farthest first, in the order in which they are painted. */
  readonly patches: readonly Patch[];
  /** The four corners of the floor: low/low, high/low, high/high, low/high of w/b. */
  readonly floor: readonly Projected[];
  /** Where a step of the descent lies; undefined outside of the block. */
  place(w: number, b: number, loss: number): Projected | undefined;
};

/** How high a loss stands in the block, from 0 to 1. The root lifts what happens near the bottom. */
function heightOf(loss: number, [low, high]: readonly [number, number]): number {
  if (!(high > low)) return 0;
  return Math.sqrt(Math.min(Math.max((loss - low) / (high - low), 0), 1));
}

/** The least and the largest finite loss; 0 and 0 where there is none. */
export function extremes(loss: ArrayLike<number>): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < loss.length; i++) {
    const value = loss[i]!;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 0];
}

/**
 * @param every takes each such place of the grid: 1 all of them, 2 every other
 */
export function relief(
  surface: Surface,
  { view, width, height, every }: { view: View; width: number; height: number; every: number },
): Relief {
  const project = projection(view, { width, height });
  const range = extremes(surface.loss);
  const { size } = surface;
  const at = (column: number, row: number): Projected & { readonly share: number } => {
    const share = heightOf(surface.loss[row * size + column]!, range);
    return { ...project((2 * column) / (size - 1) - 1, (2 * row) / (size - 1) - 1, share), share };
  };
  const patches: Patch[] = [];
  for (let row = 0; row + every < size; row += every) {
    for (let column = 0; column + every < size; column += every) {
      const corners = [
        at(column, row),
        at(column + every, row),
        at(column + every, row + every),
        at(column, row + every),
      ];
      const average = (of: (corner: (typeof corners)[number]) => number): number =>
        corners.reduce((sum, corner) => sum + of(corner), 0) / 4;
      patches.push({ corners, share: average((one) => one.share), near: average((one) => one.near) });
    }
  }
  patches.sort((one, other) => one.near - other.near);
  const floor = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([x, y]) => project(x!, y!, 0));
  return {
    patches,
    floor,
    place: (w, b, loss) => {
      const x = unit(w, surface.w);
      const y = unit(b, surface.b);
      const inside = Math.abs(x) <= 1 && Math.abs(y) <= 1 && Number.isFinite(loss);
      return inside ? project(x, y, heightOf(loss, range)) : undefined;
    },
  };
}

function unit(value: number, [low, high]: readonly [number, number]): number {
  return (2 * (value - low)) / (high - low) - 1;
}
