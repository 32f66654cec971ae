import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Rgb } from '../ui/palette.js';
import { drawHeat } from './draw-heat.js';

/** A small square of colours, for a neuron or a feature; its button has the name. */
export function HeatView({ colors, size }: { readonly colors: readonly Rgb[]; readonly size: number }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!; // every browser has it
    context.clearRect(0, 0, size, size);
    if (colors.length > 0) drawHeat(context, colors, { width: size, height: size, smooth: true });
  }, [colors, size]);
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tabIndex cannot have the focus
  return <canvas ref={canvas} width={size} height={size} aria-hidden="true" />;
}
