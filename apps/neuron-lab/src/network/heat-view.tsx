import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Pixels } from './heat.js';
import { SMALL_GRID } from './snapshot.js';

/** A small square image, for a neuron or a feature; its button has the name. The style sheet stretches it. */
export function HeatView({ pixels }: { readonly pixels: Pixels | undefined }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (pixels === undefined) return;
    const size = Math.sqrt(pixels.length / 4);
    // Another size also clears the image; the same one would, too, and for nothing.
    if (canvas.current!.width !== size) Object.assign(canvas.current!, { width: size, height: size });
    canvas.current!.getContext('2d')!.putImageData(new ImageData(pixels, size, size), 0, 0); // every browser has it
  }, [pixels]);
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tabIndex cannot have the focus
  return <canvas ref={canvas} width={SMALL_GRID} height={SMALL_GRID} aria-hidden="true" />;
}
