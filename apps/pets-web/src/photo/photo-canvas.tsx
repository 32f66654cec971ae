import type { Heat } from '@neurite/pets-model/grad-cam';
import { VEIL, veilOpacity } from '@neurite/pets-model/veil';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Photo } from './photo.js';

/** A photograph, behind a veil that the heat lifts if there is one. */
export function PhotoCanvas({
  photo: { bitmap },
  heat,
  label,
}: {
  readonly photo: Photo;
  readonly heat?: Heat | undefined;
  /** What it shows, in words. */
  readonly label: string;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = bitmap;
  useLayoutEffect(() => {
    // A photograph that another one has replaced is closed, and has no pixels.
    if (bitmap.width === 0) return;
    const context = canvas.current!.getContext('2d')!; // every browser has it
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0);
    if (heat === undefined) return;
    context.imageSmoothingQuality = 'high';
    context.drawImage(veilOf(heat), 0, 0, width, height);
  }, [bitmap, heat]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} />;
}

/** The veil, as coarse as the heat; what enlarges it makes it smooth. */
function veilOf({ values, height, width }: Heat): OffscreenCanvas {
  const pixels = new Uint8ClampedArray(4 * values.length).fill(VEIL);
  for (const [i, value] of values.entries()) pixels[4 * i + 3] = 255 * veilOpacity(value);
  const small = new OffscreenCanvas(width, height);
  small.getContext('2d')!.putImageData(new ImageData(pixels, width, height), 0, 0); // the first one
  return small;
}
