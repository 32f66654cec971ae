import { useTheme } from '@neurite/page-kit/theme';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { THEMES } from '../ui/colors.js';
import { colorMaps, layoutMaps } from './maps.js';

/** Paints the maps of a layer, or an image as one map. */
export function MapCanvas({
  data,
  shape,
  label,
}: {
  readonly data: Float32Array;
  /** [height, width, maps], or [numbers]. */
  readonly shape: readonly number[];
  readonly label: string;
}): JSX.Element {
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const layout = layoutMaps(shape);
  useLayoutEffect(() => {
    const pixels = colorMaps(data, layout, THEMES[theme]);
    const context = canvas.current!.getContext('2d')!; // every browser has it
    context.putImageData(new ImageData(pixels, layout.width, layout.height), 0, 0);
  }, [data, theme]);
  return (
    <canvas ref={canvas} class="pixels" width={layout.width} height={layout.height} role="img" aria-label={label} />
  );
}
