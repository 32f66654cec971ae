import type { GeometricAugmentation } from './geometric-augmentation.js';
import { WARP_DEFAULTS, warpAugmentation } from './warp-augmentation.js';

/** By how much lines lean, as the tangent of the angle, and how far all pixels move, as shares of width and height. */
export type ShearAndShiftDraw = {
  readonly shearX: number;
  readonly shearY: number;
  readonly shiftX: number;
  readonly shiftY: number;
};

/** The change that policies take for shears and translations, about the center; they make the draws. */
export function shearAndShift(): GeometricAugmentation<ShearAndShiftDraw> {
  return warpAugmentation<ShearAndShiftDraw>({
    name: 'shearAndShift',
    options: WARP_DEFAULTS,
    curved: false,
    draw: () => ({ shearX: 0, shearY: 0, shiftX: 0, shiftY: 0 }),
    warp: ({ shearX, shearY, shiftX, shiftY }, { height, width }) => {
      const [centerX, centerY] = [width / 2, height / 2];
      const [newX, newY] = [centerX + shiftX * width, centerY + shiftY * height];
      const determinant = 1 - shearX * shearY;
      return {
        sources: (row, xs, ys) => {
          const dy = row + 0.5 - newY;
          for (let column = 0; column < width; column++) {
            const dx = column + 0.5 - newX;
            xs[column] = dx + shearX * dy + centerX;
            ys[column] = dy + shearY * dx + centerY;
          }
        },
        move: (x, y) => {
          const [dx, dy] = [x - centerX, y - centerY];
          return [(dx - shearX * dy) / determinant + newX, (dy - shearY * dx) / determinant + newY];
        },
      };
    },
  });
}
