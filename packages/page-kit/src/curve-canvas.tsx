import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { COLORS, type Colors } from './colors.js';
import type { Curve } from './curve.js';
import { sharpCanvas } from './sharp-canvas.js';
import { useTheme } from './theme.js';

const HEIGHT = 190;
const MARGIN = { left: 46, right: 12, top: 10, bottom: 24 } as const;

/**
 * A curve on a canvas. `@neurite/charts` draws better ones, but a new SVG for each update would delay the drawing.
 */
export function CurveCanvas({ curve, label }: { readonly curve: Curve; readonly label: string }): JSX.Element {
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)));
    observer.observe(canvas.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0) return;
    const context = sharpCanvas(canvas.current!, { width, height: HEIGHT });
    paint(context, { curve, width, theme: COLORS[theme] });
  }, [curve, width, theme]);
  return <canvas ref={canvas} class="curve" role="img" aria-label={label} />;
}

function paint(
  context: CanvasRenderingContext2D,
  { curve, width, theme }: { readonly curve: Curve; readonly width: number; readonly theme: Colors },
): void {
  const { end, from, to, logarithmic, xTicks, yTicks, lines } = curve;
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  const height = (value: number): number =>
    logarithmic ? Math.log(Math.max(value, from) / from) / Math.log(to / from) : (value - from) / (to - from);
  const x = (at: number): number => left + ((right - left) * at) / Math.max(end, 1e-9);
  const y = (at: number): number => bottom - (bottom - top) * Math.min(Math.max(height(at), 0), 1);

  Object.assign(context, { lineWidth: 1, strokeStyle: theme.line });
  context.fillStyle = theme.soft;
  for (const { at, label } of yTicks) {
    context.beginPath();
    context.moveTo(left, Math.round(y(at)) + 0.5);
    context.lineTo(right, Math.round(y(at)) + 0.5);
    context.stroke();
    Object.assign(context, { textAlign: 'right', textBaseline: 'middle' });
    context.fillText(label, left - 8, y(at));
  }
  for (const { at, label } of xTicks) {
    Object.assign(context, { textAlign: 'center', textBaseline: 'top' });
    context.fillText(label, x(at), bottom + 7);
  }
  context.lineCap = 'round';
  for (const { points, color, width: lineWidth, dots } of lines) {
    Object.assign(context, { strokeStyle: color, fillStyle: color, lineWidth });
    context.beginPath();
    for (const [px, py] of points) context.lineTo(x(px), y(py));
    context.stroke();
    if (!dots) continue;
    for (const [px, py] of points) {
      context.beginPath();
      context.arc(x(px), y(py), 3.5, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
