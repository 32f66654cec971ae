import type { Box } from '../ui/axis.js';
import type { SurfaceRange } from './surface.js';

/** Between the plane of weight and bias and a rectangle; b grows upwards. */
export type Plane = {
  toScreen(w: number, b: number): readonly [x: number, y: number];
  fromScreen(x: number, y: number): { readonly w: number; readonly b: number };
};

/** @param range what the rectangle shows */
export function plane({ w, b }: SurfaceRange, box: Box): Plane {
  return {
    toScreen: (weight, bias) => [
      box.left + ((weight - w[0]) / (w[1] - w[0])) * box.width,
      box.top + (1 - (bias - b[0]) / (b[1] - b[0])) * box.height,
    ],
    fromScreen: (x, y) => ({
      w: w[0] + ((x - box.left) / box.width) * (w[1] - w[0]),
      b: b[0] + (1 - (y - box.top) / box.height) * (b[1] - b[0]),
    }),
  };
}
