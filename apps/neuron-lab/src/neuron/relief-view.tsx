import { Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { useCallback, useRef, useState } from 'preact/hooks';
import { format } from '../ui/format.js';
import { type Paint, PaintedCanvas, type PointerPlace } from '../ui/painted-canvas.js';
import { cssColor, heightColor, mix } from '../ui/palette.js';
import type { DescentStep } from './descent.js';
import type { Projected } from './projection.js';
import { extremes, type Relief, relief } from './relief.js';
import type { Surface } from './surface.js';

const FIRST = { turn: -58, tilt: 36 };

/** The loss in perspective, with the path down. Dragging turns it. */
export function ReliefView({
  surface,
  steps,
}: {
  readonly surface: Surface | undefined;
  readonly steps: readonly DescentStep[];
}): JSX.Element {
  const [turn, setTurn] = useState(FIRST.turn);
  const [tilt, setTilt] = useState(FIRST.tilt);
  const from = useRef<PointerPlace & { readonly turn: number; readonly tilt: number }>(undefined);
  const paint = useCallback(
    (canvas: Paint) => {
      if (surface === undefined) return;
      const { width, height } = canvas;
      const shape = relief(surface, { view: { turn, tilt }, width, height, every: 2 });
      drawFloor(canvas, shape);
      for (const { corners, share } of shape.patches) {
        polygon(canvas.context, corners);
        canvas.context.fillStyle = cssColor(heightColor(share));
        canvas.context.fill();
        canvas.context.strokeStyle = cssColor(mix(heightColor(share), [255, 255, 255], 0.25));
        canvas.context.lineWidth = 0.6;
        canvas.context.stroke();
      }
      drawPath(canvas.context, shape, steps);
    },
    [surface, steps, turn, tilt],
  );
  const drag = (place: PointerPlace, phase: 'start' | 'move' | 'end'): void => {
    if (phase === 'start' || from.current === undefined) from.current = { ...place, turn, tilt };
    setTurn(wrap(from.current.turn + (place.x - from.current.x) * 0.6));
    setTilt(Math.min(Math.max(from.current.tilt + (place.y - from.current.y) * 0.3, 5), 85));
  };
  return (
    <>
      <PaintedCanvas label={labelOf(surface, steps)} aspect={0.74} paint={paint} onDrag={drag} />
      <Slider
        label="Turn the landscape"
        value={turn}
        min={-180}
        max={180}
        step={1}
        show={(degrees) => `${format(Math.round(degrees))}°`}
        onChange={setTurn}
      />
    </>
  );
}

function labelOf(surface: Surface | undefined, steps: readonly DescentStep[]): string {
  const what = 'The loss over weight and bias as a landscape in perspective';
  const [first, last] = [steps[0], steps.at(-1)];
  if (surface === undefined || first === undefined || last === undefined) return what;
  const [low, high] = extremes(surface.loss).map(format);
  return `${what}, from ${low} to ${high}. The path on it goes from a loss of ${format(first.loss)} to ${format(last.loss)}.`;
}

function drawFloor({ context, theme }: Paint, { floor }: Relief): void {
  polygon(context, floor);
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = theme.text;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const sides = [
    {
      name: 'w',
      ends: [
        [0, 1],
        [3, 2],
      ],
    },
    {
      name: 'b',
      ends: [
        [0, 3],
        [1, 2],
      ],
    },
  ] as const;
  const nearness = ([one, other]: readonly [number, number]): number => floor[one]!.near + floor[other]!.near;
  for (const { name, ends } of sides) {
    // Of two sides the one in front, which nothing hides.
    const [one, other] = nearness(ends[0]) >= nearness(ends[1]) ? ends[0] : ends[1];
    const [a, z] = [floor[one]!, floor[other]!];
    const middle = floor.reduce((sum, { x, y }) => ({ x: sum.x + x / 4, y: sum.y + y / 4 }), { x: 0, y: 0 });
    const [x, y] = [(a.x + z.x) / 2, (a.y + z.y) / 2];
    const away = Math.hypot(x - middle.x, y - middle.y) || 1;
    const label = z.x >= a.x ? `${name} →` : `← ${name}`;
    context.fillText(label, x + ((x - middle.x) / away) * 18, y + ((y - middle.y) / away) * 14);
  }
}

function drawPath(context: CanvasRenderingContext2D, shape: Relief, steps: readonly DescentStep[]): void {
  const places = steps.map(({ w, b, loss }) => shape.place(w, b, loss));
  context.beginPath();
  let drawing = false;
  for (const place of places) {
    if (place !== undefined) context[drawing ? 'lineTo' : 'moveTo'](place.x, place.y);
    drawing = place !== undefined;
  }
  context.lineWidth = 4.5;
  context.strokeStyle = 'rgb(20 20 30 / 0.6)';
  context.stroke();
  context.lineWidth = 2;
  context.strokeStyle = '#ffffff';
  context.stroke();
  const last = places.at(-1);
  if (last === undefined) return;
  context.beginPath();
  context.arc(last.x, last.y, 6, 0, 2 * Math.PI);
  context.fillStyle = '#e2570b';
  context.fill();
  context.stroke();
}

function polygon(context: CanvasRenderingContext2D, corners: readonly Projected[]): void {
  context.beginPath();
  for (const { x, y } of corners) context.lineTo(x, y);
  context.closePath();
}

function wrap(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
