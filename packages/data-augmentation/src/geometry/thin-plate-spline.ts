import { checkInteger, checkNumber, type Frame, resolveOptions } from '@neurite/core';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Move } from '../internal/move-points.js';
import { solve } from '../internal/solve.js';
import { invertedMove, WARP_DEFAULTS, type WarpOptions, warpAugmentation } from '../internal/warp-augmentation.js';

export type ThinPlateSplineOptions = WarpOptions & {
  /** How many control points there are in each direction, at least 2. Default 4. */
  readonly points?: number;
  /** Standard deviation of how far control points move, as a share of the image's sides, in [0, 0.1]. Default 0.03. */
  readonly distortion?: number;
};

/** Of each control point, row by row, how far its old place is to the right and down, as shares of width and height. */
export type ThinPlateSplineDraw = { readonly shifts: readonly (readonly [number, number])[] };

/**
 * Bends images smoothly, as a thin metal plate would through shifted control points: `old(p) = a + B·p + Σ wᵢ φ(‖p − cᵢ‖)`
 * with φ(r) = r² log r, in units of the image's sides; masks, boxes and points with them.
 *
 * @throws ArgumentError when an option is out of its range
 * @example
 * const plate = thinPlateSpline({ distortion: 0.05 });
 * const draw = plate.draw(RandomStream.fromSeed(1), {});
 * const bent = plate.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 * @see Bookstein, "Principal warps: thin-plate splines and the decomposition of deformations", 1989
 */
export function thinPlateSpline(options: ThinPlateSplineOptions = {}): GeometricAugmentation<ThinPlateSplineDraw> {
  const name = 'thinPlateSpline';
  const resolved = resolveOptions(name, options, { ...WARP_DEFAULTS, points: 4, distortion: 0.03 });
  const { points, distortion } = resolved;
  checkInteger(name, 'points', points, { min: 2, max: 16 });
  checkNumber(name, 'distortion', distortion, { atLeast: 0, atMost: 0.1 });
  return warpAugmentation<ThinPlateSplineDraw>({
    name,
    options: resolved,
    curved: true,
    draw: (random) => ({
      shifts: Array.from(
        { length: points ** 2 },
        () => [random.normal(0, distortion), random.normal(0, distortion)] as const,
      ),
    }),
    warp: ({ shifts }, frame) => {
      const back = spline(shifts, frame);
      return {
        sources: (row, xs, ys) => {
          for (let column = 0; column < frame.width; column++) {
            const [x, y] = back(column + 0.5, row + 0.5);
            xs[column] = x;
            ys[column] = y;
          }
        },
        move: invertedMove(back),
      };
    },
  });
}

/** The spline through the control points, from new to old. */
function spline(shifts: readonly (readonly [number, number])[], { height, width }: Frame): Move {
  const side = Math.sqrt(shifts.length);
  const centers = shifts.map((_, i) => [(i % side) / (side - 1), Math.floor(i / side) / (side - 1)] as const);
  const count = centers.length;
  const rows = centers.map(([x, y], i) => [
    ...centers.map(([otherX, otherY]) => bend((x - otherX) ** 2 + (y - otherY) ** 2)),
    ...[1, x, y],
    ...shifts[i]!,
  ]);
  // The weights have no sum and no moment, so that far away the map is affine.
  for (const of of [() => 1, ([x]: readonly [number, number]) => x, ([, y]: readonly [number, number]) => y]) {
    rows.push([...centers.map(of), 0, 0, 0, 0, 0]);
  }
  const [right, down] = solve(rows, 2) as [number[], number[]]; // two sides
  return (pixelX, pixelY) => {
    const [x, y] = [pixelX / width, pixelY / height];
    let moveX = right[count]! + right[count + 1]! * x + right[count + 2]! * y;
    let moveY = down[count]! + down[count + 1]! * x + down[count + 2]! * y;
    for (let i = 0; i < count; i++) {
      const [centerX, centerY] = centers[i]!;
      const value = bend((x - centerX) ** 2 + (y - centerY) ** 2);
      moveX += right[i]! * value;
      moveY += down[i]! * value;
    }
    return [pixelX + moveX * width, pixelY + moveY * height];
  };
}

/** r² log r of a squared distance. */
function bend(squared: number): number {
  return squared === 0 ? 0 : 0.5 * squared * Math.log(squared);
}
