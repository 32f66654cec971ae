import type { Pixels } from './heat.js';

/** Draws a square image over a rectangle. */
export function drawHeat(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  pixels: Pixels,
  { width, height, smooth }: { readonly width: number; readonly height: number; readonly smooth: boolean },
): void {
  const size = Math.sqrt(pixels.length / 4);
  const small = new OffscreenCanvas(size, size);
  small.getContext('2d')!.putImageData(new ImageData(pixels, size, size), 0, 0); // every browser has it
  context.imageSmoothingEnabled = smooth;
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, width, height);
}
