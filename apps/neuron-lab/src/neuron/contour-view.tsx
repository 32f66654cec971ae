import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { type PlotFrame, plotFrame } from '../ui/axis.js';
import { format } from '../ui/format.js';
import { type Paint, PaintedCanvas, type PointerPlace } from '../ui/painted-canvas.js';
import { cssColor, heightColor } from '../ui/palette.js';
import { textWidth } from '../ui/text-width.js';
import { drawAxes } from './axes.js';
import { type ContourLevels, LEVELS } from './contour-levels.js';
import type { DescentStep } from './descent.js';
import { type Plane, plane } from './plane.js';
import type { Surface } from './surface.js';

const ASPECT = 1;

type ContourViewProps = {
  readonly surface: Surface | undefined;
  /** Of this surface. */
  readonly levels: ContourLevels;
  /** From the first to the one that is shown. */
  readonly steps: readonly DescentStep[];
  /** Where the descent is to begin. */
  readonly onStart: (start: { w: number; b: number }, phase: 'start' | 'move' | 'end') => void;
};

/** The loss seen from above, with the path down. Pressing puts the start there. */
export function ContourView({ surface, levels, steps, onStart }: ContourViewProps): JSX.Element {
  const paint = useCallback(
    (canvas: Paint) => {
      if (surface === undefined) return;
      const frame = frameOf(surface, canvas);
      const { box } = frame;
      const { context } = canvas;
      context.save();
      context.beginPath();
      context.rect(box.left, box.top, box.width, box.height);
      context.clip();
      const cell = [box.width / (surface.size - 1), box.height / (surface.size - 1)] as const;
      // d3 puts the value of a place in the middle of its cell.
      const toScreen = ([x, y]: readonly number[]): [number, number] => [
        box.left + (x! - 0.5) * cell[0],
        box.top + box.height - (y! - 0.5) * cell[1],
      ];
      levels.forEach(({ coordinates }, i) => {
        context.beginPath();
        for (const ring of coordinates.flat()) {
          const [first, ...rest] = ring;
          context.moveTo(...toScreen(first!)); // a ring has places
          for (const place of rest) context.lineTo(...toScreen(place));
          context.closePath();
        }
        context.fillStyle = cssColor(heightColor(i / (LEVELS - 1)));
        context.fill('evenodd');
        context.strokeStyle = 'rgb(255 255 255 / 0.16)';
        context.lineWidth = 0.75;
        context.stroke();
      });
      drawPath(canvas, steps, plane(surface, box));
      context.restore();
      drawAxes(canvas, frame, ['weight w', 'bias b']);
    },
    [surface, levels, steps],
  );
  const drag = (at: PointerPlace, phase: 'start' | 'move' | 'end'): void => {
    if (surface === undefined) return;
    const { w, b } = plane(surface, frameOf(surface, at).box).fromScreen(at.x, at.y);
    onStart({ w: rounded(w), b: rounded(b) }, phase);
  };
  const last = steps.at(-1);
  const label =
    last === undefined
      ? 'The loss over weight and bias, seen from above'
      : `The loss over weight and bias, seen from above. The path begins at w ${format(steps[0]!.w)}, b ${format(steps[0]!.b)} and after ${last.step} steps is at w ${format(last.w)}, b ${format(last.b)}, where the loss is ${format(last.loss)}.`;
  return <PaintedCanvas label={label} aspect={ASPECT} paint={paint} onDrag={drag} class="contours" />;
}

function frameOf({ w, b }: Surface, size: { readonly width: number; readonly height: number }): PlotFrame {
  return plotFrame({ x: w, y: b }, size, textWidth);
}

function drawPath({ context }: Paint, steps: readonly DescentStep[], { toScreen }: Plane): void {
  const places = steps.filter(({ w, b }) => Number.isFinite(w) && Number.isFinite(b)).map(({ w, b }) => toScreen(w, b));
  if (places.length === 0) return;
  // Beyond this a canvas draws nothing at all.
  const near = ([x, y]: readonly [number, number]): [number, number] => [bounded(x), bounded(y)];
  context.beginPath();
  for (const place of places) context.lineTo(...near(place));
  for (const [width, color] of [
    [5, 'rgb(20 20 30 / 0.55)'],
    [2.2, '#ffffff'],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
  for (const place of places.slice(1, -1)) dot(context, near(place), { radius: 2.4, fill: '#ffffff' });
  dot(context, near(places[0]!), { radius: 5.5, fill: '#111827' });
  dot(context, near(places.at(-1)!), { radius: 6.5, fill: '#e2570b' });
}

function dot(
  context: CanvasRenderingContext2D,
  [x, y]: readonly [number, number],
  { radius, fill }: { radius: number; fill: string },
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  if (radius < 3) return;
  context.lineWidth = 2;
  context.strokeStyle = '#ffffff';
  context.stroke();
}

function bounded(value: number): number {
  return Math.min(Math.max(value, -1e5), 1e5);
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
