import type { GreyImage } from './grey-image.js';

/** A point; 0 to 1 from the upper left corner, or in pixels. */
export type Point = readonly [x: number, y: number];

/** The line through its points. */
export type Stroke = readonly Point[];

/** What strokes are drawn with. */
export type Pen = {
  /** Half of the width of a stroke, in pixels. */
  readonly radius: number;
  /** Over how many pixels its edge fades. */
  readonly edge: number;
  /** A broad nib is so many times thinner along its angle (radians) than across it. Default: a round one. */
  readonly nib?: { readonly ratio: number; readonly angle: number };
  /** Ends and corners are square. Default false. */
  readonly square?: boolean;
};

/** A stroke of a broad nib is never thinner, in pixels. */
const THINNEST = 0.55;

/** Draws a stroke, in pixels, onto an image, in which ink is 1 and paper 0. */
export function ink(
  { width, height, data }: GreyImage,
  stroke: Stroke,
  { radius, edge, nib, square = false }: Pen,
): void {
  for (let i = 1; i < stroke.length; i++) {
    const [[x1, y1], [x2, y2]] = [stroke[i - 1]!, stroke[i]!];
    const [dx, dy] = [x2 - x1, y2 - y1];
    const lengthSquared = Math.max(dx * dx + dy * dy, 1e-9);
    const half = nib === undefined ? radius : halfWidth(radius, nib, Math.atan2(dy, dx));
    const reach = half + edge;
    const [top, bottom] = [Math.max(0, Math.floor(Math.min(y1, y2) - reach)), Math.max(y1, y2) + reach];
    const [left, right] = [Math.max(0, Math.floor(Math.min(x1, x2) - reach)), Math.max(x1, x2) + reach];
    for (let y = top; y < Math.min(height, bottom); y++) {
      for (let x = left; x < Math.min(width, right); x++) {
        const px = x + 0.5 - x1;
        const py = y + 0.5 - y1;
        const along = Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared));
        const ex = px - along * dx;
        const ey = py - along * dy;
        const distance = square ? Math.max(Math.abs(ex), Math.abs(ey)) : Math.sqrt(ex * ex + ey * ey);
        const shade = Math.min(1, (half - distance) / edge + 0.5);
        if (shade > data[y * width + x]!) data[y * width + x] = shade;
      }
    }
  }
}

function halfWidth(radius: number, { ratio, angle }: NonNullable<Pen['nib']>, direction: number): number {
  const across = Math.abs(Math.sin(direction - angle));
  return Math.max(THINNEST, radius * (1 / ratio + (1 - 1 / ratio) * across));
}
