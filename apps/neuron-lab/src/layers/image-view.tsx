import type { JSX } from 'preact';
import { useCallback, useRef, useState } from 'preact/hooks';
import { type Paint, PaintedCanvas, type PointerPlace } from '../ui/painted-canvas.js';
import { IMAGE_SIDE, KERNEL } from './layers-state.js';

type ImageViewProps = {
  readonly pixels: readonly number[];
  /** Where the filter lies. */
  readonly at: { readonly row: number; readonly column: number };
  readonly onPixels: (pixels: readonly number[]) => void;
};

/** The image that one draws, with the filter over it. */
export function ImageView({ pixels, at, onPixels }: ImageViewProps): JSX.Element {
  const [cursor, setCursor] = useState<number>();
  // A stroke goes on from what it has drawn, and paints with what its first pixel became.
  const stroke = useRef<{ readonly value: number; pixels: readonly number[] }>(undefined);
  const paint = useCallback(
    ({ context, width, theme }: Paint) => {
      const cell = width / IMAGE_SIDE;
      context.fillStyle = theme.text;
      for (const [i, pixel] of pixels.entries()) {
        if (pixel === 1)
          context.fillRect((i % IMAGE_SIDE) * cell, Math.floor(i / IMAGE_SIDE) * cell, cell + 0.3, cell + 0.3);
      }
      context.strokeStyle = theme.line;
      context.lineWidth = 0.5;
      for (let i = 1; i < IMAGE_SIDE; i++) {
        context.strokeRect(i * cell, -1, 0, width + 2);
        context.strokeRect(-1, i * cell, width + 2, 0);
      }
      context.lineWidth = 3;
      context.strokeStyle = '#d55e00';
      context.strokeRect(at.column * cell, at.row * cell, KERNEL * cell, KERNEL * cell);
      if (cursor === undefined) return;
      context.strokeStyle = '#0072b2';
      context.strokeRect((cursor % IMAGE_SIDE) * cell, Math.floor(cursor / IMAGE_SIDE) * cell, cell, cell);
    },
    [pixels, at.row, at.column, cursor],
  );
  const put = (i: number): void => {
    const { value, pixels: before } = stroke.current!; // a stroke has begun
    if (before[i] === value) return;
    stroke.current = { value, pixels: before.map((pixel, at) => (at === i ? value : pixel)) };
    onPixels(stroke.current.pixels);
  };
  const drag = ({ x, y, width }: PointerPlace, phase: 'start' | 'move' | 'end'): void => {
    const [column, row] = [Math.floor((x / width) * IMAGE_SIDE), Math.floor((y / width) * IMAGE_SIDE)];
    if (row < 0 || row >= IMAGE_SIDE || column < 0 || column >= IMAGE_SIDE || phase === 'end') return;
    const i = row * IMAGE_SIDE + column;
    if (phase === 'start') stroke.current = { value: 1 - pixels[i]!, pixels };
    put(i);
  };
  const key = (event: KeyboardEvent): void => {
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const way = ways[event.key];
    const here = cursor ?? (IMAGE_SIDE * IMAGE_SIDE) / 2 + IMAGE_SIDE / 2;
    if (way !== undefined) {
      const inside = (value: number): number => Math.min(Math.max(value, 0), IMAGE_SIDE - 1);
      setCursor(inside(Math.floor(here / IMAGE_SIDE) + way[1]) * IMAGE_SIDE + inside((here % IMAGE_SIDE) + way[0]));
    } else if (event.key === ' ' || event.key === 'Enter') {
      stroke.current = { value: 1 - pixels[here]!, pixels };
      put(here);
    } else return;
    event.preventDefault();
  };
  return (
    <PaintedCanvas
      label={`The image, ${IMAGE_SIDE} by ${IMAGE_SIDE} pixels, ${pixels.filter((pixel) => pixel === 1).length} of them on. Press or drag to draw, or move the mark with the arrow keys and press Space.`}
      aspect={1}
      paint={paint}
      onDrag={drag}
      onKey={key}
      class="pixels"
    />
  );
}
