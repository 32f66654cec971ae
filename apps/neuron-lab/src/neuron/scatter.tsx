import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { format } from '../ui/format.js';
import { ticks } from '../ui/ticks.js';
import { MOST_POINTS, type Point } from './points.js';
import { roundTo, scatterFrame } from './scatter-frame.js';

const [WIDTH, HEIGHT] = [440, 360];
const BOX = { left: 44, top: 14, width: WIDTH - 58, height: HEIGHT - 50 };

type ScatterProps = {
  readonly points: readonly Point[];
  /** What the neuron says along x. */
  readonly curve: readonly Point[];
  /** What it says to each point. */
  readonly predictions: readonly number[];
  readonly chosen: number;
  readonly onChoose: (point: number) => void;
  readonly onChange: (points: readonly Point[]) => void;
};

/** The examples, which can be dragged, added and removed, and the line of the neuron. */
export function Scatter({ points, curve, predictions, chosen, onChoose, onChange }: ScatterProps): JSX.Element {
  const svg = useRef<SVGSVGElement>(null);
  const [dragged, setDragged] = useState<number>();
  const frozen = useRef(scatterFrame(points));
  // While a point is dragged the ground stays where it is.
  if (dragged === undefined) frozen.current = scatterFrame(points);
  const frame = frozen.current;
  const toX = (x: number): number => BOX.left + ((x - frame.x[0]) / (frame.x[1] - frame.x[0])) * BOX.width;
  const toY = (y: number): number => BOX.top + (1 - (y - frame.y[0]) / (frame.y[1] - frame.y[0])) * BOX.height;

  const pointAt = (event: PointerEvent | MouseEvent): Point => {
    const box = svg.current!.getBoundingClientRect();
    const across = (((event.clientX - box.left) / box.width) * WIDTH - BOX.left) / BOX.width;
    const up = 1 - (((event.clientY - box.top) / box.height) * HEIGHT - BOX.top) / BOX.height;
    const inside = (share: number): number => Math.min(Math.max(share, 0), 1);
    return {
      x: roundTo(frame.x[0] + inside(across) * (frame.x[1] - frame.x[0]), frame.x),
      y: roundTo(frame.y[0] + inside(up) * (frame.y[1] - frame.y[0]), frame.y),
    };
  };
  const replace = (i: number, next: Point): void => onChange(points.map((one, at) => (at === i ? next : one)));
  const remove = (i: number): void => {
    if (points.length > 1) onChange(points.filter((_, at) => at !== i));
  };
  const key = (event: KeyboardEvent, i: number): void => {
    const step = (range: readonly [number, number]): number => (range[1] - range[0]) / (event.shiftKey ? 10 : 50);
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    };
    const way = ways[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') remove(i);
    else if (way !== undefined) {
      const { x, y } = points[i]!;
      replace(i, {
        x: roundTo(x + way[0] * step(frame.x), frame.x),
        y: roundTo(y + way[1] * step(frame.y), frame.y),
      });
    } else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing
    <svg
      ref={svg}
      class="scatter"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="group"
      aria-label="The examples and the line of the neuron. Each example can be moved with the arrow keys and removed with Delete."
      onPointerMove={(event) => {
        if (dragged !== undefined) replace(dragged, pointAt(event));
      }}
      onPointerUp={() => setDragged(undefined)}
      onPointerCancel={() => setDragged(undefined)}
      onDblClick={(event) => {
        if (event.target === svg.current && points.length < MOST_POINTS) onChange([...points, pointAt(event)]);
      }}
    >
      <Axes frame={frame} toX={toX} toY={toY} />
      <clipPath id="scatter-box">
        <rect x={BOX.left} y={BOX.top} width={BOX.width} height={BOX.height} />
      </clipPath>
      <g clip-path="url(#scatter-box)">
        {points.map(({ x, y }, i) =>
          Number.isFinite(predictions[i]) ? (
            <line key={i} class="error" x1={toX(x)} x2={toX(x)} y1={toY(y)} y2={bounded(toY(predictions[i]!))} />
          ) : null,
        )}
        <polyline class="line" points={curve.map(({ x, y }) => `${toX(x)},${bounded(toY(y))}`).join(' ')} />
      </g>
      {points.map(({ x, y }, i) => (
        // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a drawing
        <circle
          key={i}
          class={i === chosen ? 'point chosen' : 'point'}
          cx={toX(x)}
          cy={toY(y)}
          r={i === chosen ? 8 : 6.5}
          role="button"
          tabIndex={0}
          aria-label={`Point ${i + 1}: x ${format(x)}, y ${format(y)}`}
          onFocus={() => onChoose(i)}
          onKeyDown={(event) => key(event, i)}
          onPointerDown={(event) => {
            svg.current!.setPointerCapture(event.pointerId);
            onChoose(i);
            setDragged(i);
          }}
        />
      ))}
    </svg>
  );
}

function Axes({
  frame,
  toX,
  toY,
}: {
  readonly frame: ReturnType<typeof scatterFrame>;
  readonly toX: (x: number) => number;
  readonly toY: (y: number) => number;
}): JSX.Element {
  const bottom = BOX.top + BOX.height;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus
    <g class="axes" aria-hidden="true">
      {ticks(...frame.x, 6).map((x) => (
        <g key={x}>
          <line x1={toX(x)} x2={toX(x)} y1={BOX.top} y2={bottom} />
          <text x={toX(x)} y={bottom + 17} text-anchor="middle">
            {format(x)}
          </text>
        </g>
      ))}
      {ticks(...frame.y, 6).map((y) => (
        <g key={y}>
          <line x1={BOX.left} x2={BOX.left + BOX.width} y1={toY(y)} y2={toY(y)} />
          <text x={BOX.left - 8} y={toY(y) + 4} text-anchor="end">
            {format(y)}
          </text>
        </g>
      ))}
      <text x={BOX.left + BOX.width} y={HEIGHT - 4} text-anchor="end">
        x
      </text>
      <text x={6} y={BOX.top + 6}>
        y
      </text>
    </g>
  );
}

/** Beyond this a browser draws nothing at all. */
function bounded(value: number): number {
  return Math.min(Math.max(value, -1e5), 1e5);
}
