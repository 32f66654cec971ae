import type { JSX } from 'preact';
import { useCallback, useRef, useState } from 'preact/hooks';
import { type Paint, PaintedCanvas, type PointerPlace } from '../ui/painted-canvas.js';
import { drawHeat } from './draw-heat.js';
import { drawSamples } from './draw-samples.js';
import { type HeatOptions, type Pixels, parseColor } from './heat.js';
import { MOST_DRAWN } from './network-config.js';
import { REACH, type Sample, type Samples } from './samples.js';

type OutputViewProps = {
  readonly label: string;
  /** Everywhere on the plane, row by row; none before the first image. */
  readonly pixelsOf: ((heat: HeatOptions) => Pixels) | undefined;
  readonly discretize: boolean;
  readonly samples: Samples;
  readonly showTest: boolean;
  readonly regression: boolean;
  /** Draws points of this class; undefined where nothing is drawn. */
  readonly brush: number | undefined;
  readonly onDrawn: (points: readonly Sample[]) => void;
};

/** Points of a stroke are so far apart at least. */
const STROKE = 0.35;

/** What the network says everywhere, and the points. */
export function OutputView(props: OutputViewProps): JSX.Element {
  const { label, pixelsOf, discretize, samples, showTest, regression, brush, onDrawn } = props;
  const [stroke, setStroke] = useState<readonly Sample[]>([]);
  const [cursor, setCursor] = useState<{ readonly x1: number; readonly x2: number }>();
  const latest = useRef(stroke);
  latest.current = stroke;
  // Keys may come faster than the page is drawn.
  const mark = useRef(cursor);
  const paint = useCallback(
    (canvas: Paint) => {
      const { context, width, height, theme } = canvas;
      const heat = { ground: parseColor(theme.ground), discretize };
      if (pixelsOf !== undefined) drawHeat(context, pixelsOf(heat), { width, height, smooth: !discretize });
      const shown = { train: [...samples.train, ...stroke], test: samples.test };
      drawSamples(context, shown, { width, height, regression, showTest });
      if (cursor !== undefined) {
        const [x, y] = [((cursor.x1 + REACH) / (2 * REACH)) * width, ((REACH - cursor.x2) / (2 * REACH)) * height];
        context.strokeStyle = theme.text;
        context.lineWidth = 1.5;
        context.strokeRect(x - 7, y - 7, 14, 14);
      }
    },
    [pixelsOf, discretize, samples, showTest, regression, stroke, cursor],
  );
  if (brush === undefined) return <PaintedCanvas label={label} aspect={1} paint={paint} class="output-canvas" />;

  const add = (x1: number, x2: number): void => {
    const room = MOST_DRAWN - samples.train.length - samples.test.length - latest.current.length;
    const last = latest.current.at(-1);
    const far = last === undefined || Math.hypot(last.x1 - x1, last.x2 - x2) >= STROKE;
    if (room > 0 && far && Math.abs(x1) <= REACH && Math.abs(x2) <= REACH) {
      latest.current = [...latest.current, { x1: tenth(x1), x2: tenth(x2), label: brush }];
      setStroke(latest.current);
    }
  };
  const finish = (): void => {
    if (latest.current.length > 0) onDrawn(latest.current);
    latest.current = [];
    setStroke([]);
  };
  const drag = ({ x, y, width, height }: PointerPlace, phase: 'start' | 'move' | 'end'): void => {
    if (phase === 'end') finish();
    else add((x / width) * 2 * REACH - REACH, REACH - (y / height) * 2 * REACH);
  };
  const key = (event: KeyboardEvent): void => {
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    };
    const way = ways[event.key];
    const { x1, x2 } = mark.current ?? { x1: 0, x2: 0 };
    const pace = event.shiftKey ? 1 : 0.4;
    if (way !== undefined) {
      mark.current = { x1: bounded(x1 + way[0] * pace), x2: bounded(x2 + way[1] * pace) };
      setCursor(mark.current);
    } else if (event.key === ' ' || event.key === 'Enter') {
      add(x1, x2);
      finish();
    } else return;
    event.preventDefault();
  };
  const words = `${label} Press or drag to draw points; or move the mark with the arrow keys and press Space.`;
  return <PaintedCanvas label={words} aspect={1} paint={paint} onDrag={drag} onKey={key} class="output-canvas" />;
}

function tenth(value: number): number {
  return Number(value.toFixed(1));
}

function bounded(value: number): number {
  return Math.min(Math.max(value, -REACH), REACH);
}
