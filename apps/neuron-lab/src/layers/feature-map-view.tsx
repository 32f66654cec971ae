import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { format } from '../ui/format.js';
import { type Paint, PaintedCanvas, type PointerPlace } from '../ui/painted-canvas.js';
import { CLASS_COLORS, cssColor, mix, type Rgb } from '../ui/palette.js';
import type { FeatureMap } from './convolution.js';

type FeatureMapViewProps = {
  readonly map: FeatureMap | undefined;
  readonly index: number;
  readonly onIndex: (index: number) => void;
};

/** The output of the filter at each index: blue above 0, orange below. */
export function FeatureMapView({ map, index, onIndex }: FeatureMapViewProps): JSX.Element {
  const paint = useCallback(
    ({ context, width, theme }: Paint) => {
      if (map === undefined) return;
      const { size, values } = map;
      const cell = width / size;
      const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
      const [, red, green, blue] = /^#(..)(..)(..)$/.exec(theme.ground) ?? [];
      const ground = [red, green, blue].map((part) => Number.parseInt(part ?? 'ff', 16)) as unknown as Rgb; // three
      for (const [i, value] of values.entries()) {
        context.fillStyle = cssColor(mix(ground, CLASS_COLORS[value < 0 ? 0 : 1]!, Math.abs(value) / most));
        context.fillRect((i % size) * cell, Math.floor(i / size) * cell, cell + 0.3, cell + 0.3);
      }
      context.lineWidth = 3;
      context.strokeStyle = theme.text;
      context.strokeRect((index % size) * cell, Math.floor(index / size) * cell, cell, cell);
    },
    [map, index],
  );
  const drag = ({ x, y, width }: PointerPlace, phase: 'start' | 'move' | 'end'): void => {
    if (map === undefined || phase === 'end') return;
    const inside = (share: number): number => Math.min(Math.max(Math.floor(share * map.size), 0), map.size - 1);
    onIndex(inside(y / width) * map.size + inside(x / width));
  };
  const label =
    map === undefined
      ? 'The output'
      : `The output, ${map.size} by ${map.size} values from ${format(Math.min(...map.values))} to ${format(Math.max(...map.values))}. Press to choose an output.`;
  return <PaintedCanvas label={label} aspect={1} paint={paint} onDrag={drag} class="pixels" />;
}
