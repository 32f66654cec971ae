import { sharpCanvas } from '@neurite/page-kit/sharp-canvas';
import { useTheme } from '@neurite/page-kit/theme';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** What an image is painted with. */
export type Paint = {
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
};

/** The page's colors, light or dark. */
export type Theme = { readonly text: string; readonly soft: string; readonly line: string; readonly ground: string };

/** Where a pointer is, in CSS pixels of the image. */
export type PointerPlace = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type PaintedCanvasProps = {
  /** What is to be seen, for those who do not see it. */
  readonly label: string;
  /** Height over width. */
  readonly aspect: number;
  readonly paint: (paint: Paint) => void;
  readonly onDrag?: (place: PointerPlace, phase: 'start' | 'move' | 'end') => void;
  readonly onKey?: (event: KeyboardEvent) => void;
  readonly class?: string;
};

/** A canvas as wide as its place, sharp on every screen, repainted when its paint, its size or the theme changes. */
export function PaintedCanvas({
  label,
  aspect,
  paint,
  onDrag,
  onKey,
  class: name = '',
}: PaintedCanvasProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const themeName = useTheme();
  const height = Math.round(width * aspect);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)));
    observer.observe(canvas.current!);
    return () => observer.disconnect();
  }, []);

  // Before the page is shown or printed with it.
  useLayoutEffect(() => {
    if (width === 0) return;
    const context = sharpCanvas(canvas.current!, { width, height });
    paint({ context, width, height, theme: themeOf(canvas.current!) });
  }, [paint, width, height, themeName]);

  const drag = (event: PointerEvent, phase: 'start' | 'move' | 'end'): void => {
    if (onDrag === undefined) return;
    const box = canvas.current!.getBoundingClientRect();
    onDrag({ x: event.clientX - box.left, y: event.clientY - box.top, width: box.width, height: box.height }, phase);
  };
  const handlers =
    onDrag === undefined
      ? {}
      : {
          onPointerDown: (event: PointerEvent) => {
            canvas.current!.setPointerCapture(event.pointerId);
            drag(event, 'start');
          },
          onPointerMove: (event: PointerEvent) => {
            if (canvas.current!.hasPointerCapture(event.pointerId)) drag(event, 'move');
          },
          onPointerUp: (event: PointerEvent) => drag(event, 'end'),
          onPointerCancel: (event: PointerEvent) => drag(event, 'end'),
        };
  const keys = onKey === undefined ? {} : { tabIndex: 0, onKeyDown: onKey };
  return (
    <canvas
      ref={canvas}
      class={`painted ${onDrag === undefined ? '' : 'draggable'} ${name}`}
      role={onKey === undefined ? 'img' : 'application'}
      aria-label={label}
      style={{ aspectRatio: String(1 / aspect) }}
      {...handlers}
      {...keys}
    />
  );
}

function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return { text: color('--text'), soft: color('--soft'), line: color('--line'), ground: color('--panel') };
}
