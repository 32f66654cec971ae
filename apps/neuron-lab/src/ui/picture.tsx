import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** What a picture is painted with. */
export type Paint = {
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
};

/** The page's colours, light or dark. */
export type Theme = { readonly text: string; readonly soft: string; readonly line: string; readonly ground: string };

/** Where a pointer is, in CSS pixels of the picture. */
export type PointerPlace = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type PictureProps = {
  /** What is to be seen, for those who do not see it. */
  readonly label: string;
  /** Height over width. */
  readonly aspect: number;
  readonly paint: (paint: Paint) => void;
  readonly onDrag?: (place: PointerPlace, phase: 'start' | 'move' | 'end') => void;
  readonly onKey?: (event: KeyboardEvent) => void;
  readonly class?: string;
};

/** The event by which the page tells that its colours have changed. */
export const THEME_EVENT = 'lab-theme';

/** A canvas as wide as its place, sharp on every screen, repainted when its paint, its size or the theme changes. */
export function Picture({ label, aspect, paint, onDrag, onKey, class: name = '' }: PictureProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [themes, setThemes] = useState(0);
  const height = Math.round(width * aspect);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)));
    observer.observe(canvas.current!);
    const repaint = (): void => setThemes((count) => count + 1);
    window.addEventListener(THEME_EVENT, repaint);
    return () => {
      observer.disconnect();
      window.removeEventListener(THEME_EVENT, repaint);
    };
  }, []);

  useEffect(() => {
    if (width === 0) return;
    const ratio = window.devicePixelRatio;
    const context = prepare(canvas.current!, { width, height, ratio });
    paint({ context, width, height, theme: themeOf(canvas.current!) });
  }, [paint, width, height, themes]);

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
      class={`picture ${onDrag === undefined ? '' : 'draggable'} ${name}`}
      role={onKey === undefined ? 'img' : 'application'}
      aria-label={label}
      style={{ aspectRatio: String(1 / aspect) }}
      {...handlers}
      {...keys}
    />
  );
}

function prepare(
  canvas: HTMLCanvasElement,
  { width, height, ratio }: { width: number; height: number; ratio: number },
): CanvasRenderingContext2D {
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  // Setting the size clears the picture and costs time even where it stays the same.
  if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
  const context = canvas.getContext('2d')!; // every browser has it
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = '12px system-ui, sans-serif';
  context.lineJoin = 'round';
  return context;
}

function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  return { text: color('--text'), soft: color('--soft'), line: color('--line'), ground: color('--panel') };
}
