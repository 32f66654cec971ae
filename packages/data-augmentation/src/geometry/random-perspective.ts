import { checkNumber, type Frame, resolveOptions } from '@neurite/core';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import { solve } from '../internal/solve.js';
import { WARP_DEFAULTS, type WarpOptions, warpAugmentation } from '../internal/warp-augmentation.js';

export type RandomPerspectiveOptions = WarpOptions & {
  /** How far corners move inwards at most, as a share of half the side, in [0, 1). Default 0.5. */
  readonly distortion?: number;
};

/**
 * Where the corners go: of the upper left, upper right, lower right and lower left one how far inwards in x and y, as
 * shares of half the side.
 */
export type PerspectiveDraw = { readonly corners: readonly (readonly [number, number])[] };

type Point = readonly [number, number];

/**
 * Shows images in perspective, as if photographed from the side: each corner moves inwards by a random amount, and a
 * homography, `x' = (a·x + b·y + c) / (g·x + h·y + 1)` and likewise y', takes all pixels along; masks, boxes and points
 * with them.
 *
 * @throws ArgumentError when an option is out of its range
 * @example
 * const perspective = randomPerspective({ distortion: 0.3 });
 * const draw = perspective.draw(RandomStream.fromSeed(1), {});
 * const seen = perspective.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function randomPerspective(options: RandomPerspectiveOptions = {}): GeometricAugmentation<PerspectiveDraw> {
  const name = 'randomPerspective';
  const resolved = resolveOptions(name, options, { ...WARP_DEFAULTS, distortion: 0.5 });
  const { distortion } = resolved;
  checkNumber(name, 'distortion', distortion, { atLeast: 0, below: 1 });
  return warpAugmentation<PerspectiveDraw>({
    name,
    options: resolved,
    curved: false,
    draw: (random) => ({
      corners: Array.from({ length: 4 }, () => [random.uniform() * distortion, random.uniform() * distortion] as const),
    }),
    warp: (draw, frame) => {
      const [before, after] = cornersOf(draw, frame);
      const [a, b, c, d, e, f, g, h] = homography(after, before);
      const [A, B, C, D, E, F, G, H] = homography(before, after);
      return {
        homography: [a, b, c, d, e, f, g, h],
        sources: (row, xs, ys) => {
          const y = row + 0.5;
          for (let column = 0; column < frame.width; column++) {
            const x = column + 0.5;
            const scale = 1 / (g * x + h * y + 1);
            xs[column] = (a * x + b * y + c) * scale;
            ys[column] = (d * x + e * y + f) * scale;
          }
        },
        move: (x, y) => {
          const scale = 1 / (G * x + H * y + 1);
          return [(A * x + B * y + C) * scale, (D * x + E * y + F) * scale];
        },
      };
    },
  });
}

function cornersOf({ corners }: PerspectiveDraw, { height, width }: Frame): [readonly Point[], readonly Point[]] {
  const before: readonly Point[] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  const after = before.map(([x, y], i): Point => {
    const [inX, inY] = corners[i]!;
    const [dx, dy] = [(inX * width) / 2, (inY * height) / 2];
    return [x === 0 ? dx : x - dx, y === 0 ? dy : y - dy];
  });
  return [before, after];
}

type Homography = readonly [number, number, number, number, number, number, number, number];

/** The eight numbers of the homography that takes four points to four others. */
function homography(from: readonly Point[], to: readonly Point[]): Homography {
  const rows = from.flatMap(([x, y], i) => {
    const [newX, newY] = to[i]!;
    return [
      [x, y, 1, 0, 0, 0, -x * newX, -y * newX, newX],
      [0, 0, 0, x, y, 1, -x * newY, -y * newY, newY],
    ];
  });
  return solve(rows)[0] as unknown as Homography; // of eight equations
}
