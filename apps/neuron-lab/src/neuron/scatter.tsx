import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { type PlotFrame, plotFrame } from '../ui/axis.js';
import { format } from '../ui/format.js';
import { textWidth } from '../ui/text-width.js';
import { MOST_POINTS, type Point } from './points.js';
import { roundTo, scatterFrame } from './scatter-frame.js';

const [WIDTH, HEIGHT] = [440, 360];

type ScatterProps = {
  readonly points: readonly Point[];
  /** What the neuron says along x. */
  readonly curve: readonly Point[];
  /** What it says to each point. */
  readonly predictions: readonly number[];
  readonly chosen: number;
  /** A point that is pointed at, here or elsewhere. */
  readonly hovered: number | undefined;
  readonly onHover: (point: number | undefined) => void;
  readonly onChoose: (point: number) => void;
  readonly onChange: (points: readonly Point[]) => void;
};

/** The examples, which can be dragged, added and removed, and the line of the neuron. */
export function Scatter(props: ScatterProps): JSX.Element {
  const { points, curve, predictions, chosen, hovered, onHover, onChoose, onChange } = props;
  const svg = useRef<SVGSVGElement>(null);
  const [dragged, setDragged] = useState<number>();
  const frozen = useRef(scatterFrame(points));
  // While a point is dragged the ground stays where it is.
  if (dragged === undefined) frozen.current = scatterFrame(points);
  const frame = frozen.current;
  const plot = useMemo(() => plotFrame(frame, { width: WIDTH, height: HEIGHT }, textWidth), [frame]);
  const { box: area } = plot;
  const toX = (x: number): number => area.left + ((x - frame.x[0]) / (frame.x[1] - frame.x[0])) * area.width;
  const toY = (y: number): number => area.top + (1 - (y - frame.y[0]) / (frame.y[1] - frame.y[0])) * area.height;

  const pointAt = (event: PointerEvent | MouseEvent): Point => {
    const box = svg.current!.getBoundingClientRect();
    const across = (((event.clientX - box.left) / box.width) * WIDTH - area.left) / area.width;
    const up = 1 - (((event.clientY - box.top) / box.height) * HEIGHT - area.top) / area.height;
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
  const circles = useRef<(SVGCircleElement | null)[]>([]);
  const go = (i: number): void => {
    onChoose(i);
    circles.current[i]?.focus();
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
    const last = points.length - 1;
    const next = { PageDown: Math.min(i + 1, last), PageUp: Math.max(i - 1, 0), Home: 0, End: last }[event.key];
    if (next !== undefined) go(next);
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(i);
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
      aria-label="The examples and the line of the neuron. The Page and Home and End keys go from example to example; the arrow keys move one, Delete removes it."
      onPointerMove={(event) => {
        if (dragged !== undefined) replace(dragged, pointAt(event));
      }}
      onPointerUp={() => setDragged(undefined)}
      onPointerCancel={() => setDragged(undefined)}
      onDblClick={(event) => {
        if (event.target === svg.current && points.length < MOST_POINTS) onChange([...points, pointAt(event)]);
      }}
    >
      <Axes plot={plot} toX={toX} toY={toY} />
      <clipPath id="scatter-box">
        <rect x={area.left} y={area.top} width={area.width} height={area.height} />
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
          class={`point ${i === chosen ? 'chosen' : ''} ${i === hovered ? 'hovered' : ''}`}
          cx={toX(x)}
          cy={toY(y)}
          r={i === chosen ? 8 : 6.5}
          role="button"
          // One stop for all of them: hundreds would keep the keyboard from what comes after.
          tabIndex={i === chosen ? 0 : -1}
          ref={(circle) => {
            circles.current[i] = circle;
          }}
          aria-label={`Point ${i + 1}: x ${format(x)}, y ${format(y)}`}
          onFocus={() => onChoose(i)}
          onPointerEnter={() => onHover(i)}
          onPointerLeave={() => onHover(undefined)}
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
  plot: { box, x, y },
  toX,
  toY,
}: {
  readonly plot: PlotFrame;
  readonly toX: (x: number) => number;
  readonly toY: (y: number) => number;
}): JSX.Element {
  const bottom = box.top + box.height;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can have the focus
    <g class="axes" aria-hidden="true">
      {x.ticks.map((value, i) => (
        <g key={value}>
          <line x1={toX(value)} x2={toX(value)} y1={box.top} y2={bottom} />
          <text x={toX(value)} y={bottom + 17} text-anchor="middle">
            {x.labels[i]}
          </text>
        </g>
      ))}
      {y.ticks.map((value, i) => (
        <g key={value}>
          <line x1={box.left} x2={box.left + box.width} y1={toY(value)} y2={toY(value)} />
          <text x={box.left - 8} y={toY(value) + 4} text-anchor="end">
            {y.labels[i]}
          </text>
        </g>
      ))}
      <text x={box.left + box.width} y={HEIGHT - 4} text-anchor="end">
        x
      </text>
      <text x={6} y={box.top - 8}>
        y
      </text>
    </g>
  );
}

/** Beyond this a browser draws nothing at all. */
function bounded(value: number): number {
  return Math.min(Math.max(value, -1e5), 1e5);
}
