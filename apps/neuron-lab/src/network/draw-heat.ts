import type { Rgb } from '../ui/palette.js';
import { pixels } from './heat.js';

/** Draws a square of colours over a rectangle, smoothly. */
export function drawHeat(
  context: CanvasRenderingContext2D,
  colors: readonly Rgb[],
  { width, height, smooth }: { readonly width: number; readonly height: number; readonly smooth: boolean },
): void {
  const size = Math.round(Math.sqrt(colors.length));
  const small = new OffscreenCanvas(size, size);
  small.getContext('2d')!.putImageData(new ImageData(pixels(colors), size, size), 0, 0); // every browser has it
  context.imageSmoothingEnabled = smooth;
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, width, height);
}
