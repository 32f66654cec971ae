import { resolveOptions } from '@neurite/core';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { WARP_DEFAULTS, type WarpOptions, warpAugmentation } from '../internal/warp-augmentation.js';

export type RandomRotationOptions = WarpOptions & {
  /** Degrees, counter-clockwise: as many to either side, or from the least to the greatest. Default 30. */
  readonly degrees?: Range;
};

/** Degrees, counter-clockwise. */
export type RotationDraw = { readonly degrees: number };

/**
 * Turns images about their center by an angle that is uniform in a range; masks, boxes and points with them. The size
 * stays, so corners are cut off.
 *
 * @throws ArgumentError when an option is out of its range
 * @example
 * const rotation = randomRotation({ degrees: 15, border: 'reflect' });
 * const draw = rotation.draw(RandomStream.fromSeed(1), {});
 * const turned = rotation.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 * @see randomAffine for scale, shift and shear in one resampling
 */
export function randomRotation(options: RandomRotationOptions = {}): GeometricAugmentation<RotationDraw> {
  const name = 'randomRotation';
  const resolved = resolveOptions(name, options, { ...WARP_DEFAULTS, degrees: 30 });
  const range = checkRange(name, 'degrees', { value: resolved.degrees, around: 0, atLeast: -360, atMost: 360 });
  return warpAugmentation<RotationDraw>({
    name,
    options: resolved,
    curved: false,
    draw: (random) => ({ degrees: between(random, range) }),
    warp: ({ degrees }, { height, width }) => {
      const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      const [centerX, centerY] = [width / 2, height / 2];
      return {
        homography: [
          cos,
          -sin,
          centerX - cos * centerX + sin * centerY,
          sin,
          cos,
          centerY - sin * centerX - cos * centerY,
          0,
          0,
        ],
        sources: (row, xs, ys) => {
          const dy = row + 0.5 - centerY;
          for (let column = 0; column < width; column++) {
            const dx = column + 0.5 - centerX;
            xs[column] = cos * dx - sin * dy + centerX;
            ys[column] = sin * dx + cos * dy + centerY;
          }
        },
        move: (x, y) => {
          const [dx, dy] = [x - centerX, y - centerY];
          return [cos * dx + sin * dy + centerX, cos * dy - sin * dx + centerY];
        },
      };
    },
  });
}
