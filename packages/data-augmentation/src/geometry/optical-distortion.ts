import { resolveOptions } from '@neurite/core';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { invertedMove, WARP_DEFAULTS, type WarpOptions, warpAugmentation } from '../internal/warp-augmentation.js';

export type OpticalDistortionOptions = WarpOptions & {
  /** The coefficient k: as far to either side of 0, or from the least to the greatest, in [−0.3, 1]. Default 0.3. */
  readonly distortion?: Range;
};

/** The coefficient of the lens: above 0 the image shrinks towards its center (barrel), below 0 its corners are pulled (pincushion). */
export type OpticalDistortionDraw = { readonly distortion: number };

/**
 * Distorts images as a lens does: a new pixel at distance r from the center, in units of half the diagonal, comes from
 * distance `r · (1 + k · r²)`; masks, boxes and points with it.
 *
 * @throws ArgumentError when an option is out of its range
 * @example
 * const lens = opticalDistortion({ distortion: [0, 0.4] });
 * const draw = lens.draw(RandomStream.fromSeed(1), {});
 * const bent = lens.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 * @see Brown, "Decentering distortion of lenses", 1966: its first radial term
 */
export function opticalDistortion(
  options: OpticalDistortionOptions = {},
): GeometricAugmentation<OpticalDistortionDraw> {
  const name = 'opticalDistortion';
  const resolved = resolveOptions(name, options, { ...WARP_DEFAULTS, distortion: 0.3 });
  // Below −1/3 the corners would fold over.
  const range = checkRange(name, 'distortion', { value: resolved.distortion, around: 0, atLeast: -0.3, atMost: 1 });
  return warpAugmentation<OpticalDistortionDraw>({
    name,
    options: resolved,
    curved: true,
    draw: (random) => ({ distortion: between(random, range) }),
    warp: ({ distortion }, { height, width }) => {
      const [centerX, centerY] = [width / 2, height / 2];
      const factor = distortion / (centerX ** 2 + centerY ** 2);
      return {
        sources: (row, xs, ys) => {
          const dy = row + 0.5 - centerY;
          for (let column = 0; column < width; column++) {
            const dx = column + 0.5 - centerX;
            const scale = factor * (dx * dx + dy * dy);
            xs[column] = column + 0.5 + dx * scale;
            ys[column] = row + 0.5 + dy * scale;
          }
        },
        move: invertedMove((x, y) => {
          const [dx, dy] = [x - centerX, y - centerY];
          const scale = factor * (dx * dx + dy * dy);
          return [x + dx * scale, y + dy * scale];
        }),
      };
    },
  });
}
