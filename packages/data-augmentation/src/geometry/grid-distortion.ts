import { checkInteger, checkNumber, type RandomStream, resolveOptions } from '@neurite/core';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import { WARP_DEFAULTS, type WarpOptions, warpAugmentation } from '../internal/warp-augmentation.js';

export type GridDistortionOptions = WarpOptions & {
  /** How many cells there are in each direction, at least 1. Default 5. */
  readonly cells?: number;
  /** By how much of its size a cell becomes wider or narrower at most, in [0, 1). Default 0.3. */
  readonly distortion?: number;
};

/** How wide and how high the cells of the old image are that become cells of one size, as shares; each list has sum 1. */
export type GridDistortionDraw = { readonly columns: readonly number[]; readonly rows: readonly number[] };

/**
 * Stretches and squeezes images in the columns and rows of a grid: cells of random sizes, `1 + uniform(−d, d)` before they
 * are scaled to the whole, become cells of one size; masks, boxes and points with them. Upright lines stay upright.
 *
 * @throws ArgumentError when an option is out of its range
 * @example
 * const grid = gridDistortion({ cells: 4 });
 * const draw = grid.draw(RandomStream.fromSeed(1), {});
 * const bent = grid.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function gridDistortion(options: GridDistortionOptions = {}): GeometricAugmentation<GridDistortionDraw> {
  const name = 'gridDistortion';
  const resolved = resolveOptions(name, options, { ...WARP_DEFAULTS, cells: 5, distortion: 0.3 });
  const { cells, distortion } = resolved;
  checkInteger(name, 'cells', cells, { min: 1 });
  checkNumber(name, 'distortion', distortion, { atLeast: 0, below: 1 });
  const shares = (random: RandomStream): readonly number[] => {
    const sizes = Array.from({ length: cells }, () => 1 + distortion * (2 * random.uniform() - 1));
    const sum = sizes.reduce((total, size) => total + size, 0);
    return sizes.map((size) => size / sum);
  };
  return warpAugmentation<GridDistortionDraw>({
    name,
    options: resolved,
    curved: false,
    draw: (random) => ({ columns: shares(random), rows: shares(random) }),
    warp: ({ columns, rows }, { height, width }) => {
      const even = columns.map(() => 1 / columns.length);
      const evenRows = rows.map(() => 1 / rows.length);
      const oldX = Float64Array.from({ length: width }, (_, x) => moved((x + 0.5) / width, even, columns) * width);
      return {
        sources: (row, xs, ys) => {
          xs.set(oldX);
          ys.fill(moved((row + 0.5) / height, evenRows, rows) * height);
        },
        move: (x, y) => [moved(x / width, columns, even) * width, moved(y / height, rows, evenRows) * height],
      };
    },
  });
}

/** Where a place in cells of some sizes is when these have other sizes; beyond the grid, the outermost cells go on. */
function moved(place: number, from: readonly number[], to: readonly number[]): number {
  let [start, newStart, cell] = [0, 0, 0];
  while (cell < from.length - 1 && place >= start + from[cell]!) {
    start += from[cell]!;
    newStart += to[cell]!;
    cell++;
  }
  return newStart + ((place - start) * to[cell]!) / from[cell]!;
}
