import { Panel } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { format, inner } from '../ui/format.js';
import type { GradientShare } from './gradient-shares.js';
import { CHOSEN_LOSSES } from './losses.js';
import type { LossName } from './neuron-state.js';
import type { Point } from './points.js';

const [WIDTH, HEIGHT] = [440, 84];

type GradientPanelProps = {
  readonly points: readonly Point[];
  readonly loss: LossName;
  readonly shares: readonly GradientShare[];
  /** The point that is written out: the one under the pointer, else the chosen one. */
  readonly shown: number;
  readonly onHover: (point: number | undefined) => void;
  readonly onChoose: (point: number) => void;
};

/** The gradients as sums over the points, each point's share as a bar. */
export function GradientPanel(props: GradientPanelProps): JSX.Element {
  const { points, loss, shares, shown } = props;
  const share = shares[shown];
  const n = points.length;
  return (
    <Panel title="The gradient, point by point" name="gradients">
      <p class="hint">
        A gradient is a sum. Each point adds its share: how its own loss changes with z, times x for the weight, over
        the {n} {n === 1 ? 'point' : 'points'}.
      </p>
      <Bars {...props} name="∂L/∂w" values={shares.map(({ w }) => w)} />
      <Bars {...props} name="∂L/∂b" values={shares.map(({ b }) => b)} />
      {share === undefined ? null : (
        <p class="numbers share-line">
          Point {shown + 1}: ∂loss/∂z = {CHOSEN_LOSSES[loss].derivative} = {format(share.change)}
          <br />
          to ∂L/∂w it adds {format(share.change)} · {inner(points[shown]!.x)} / {n} = {format(share.w)}
          <br />
          to ∂L/∂b it adds {format(share.change)} / {n} = {format(share.b)}
        </p>
      )}
    </Panel>
  );
}

function Bars({
  name,
  values,
  shown,
  onHover,
  onChoose,
}: GradientPanelProps & { readonly name: string; readonly values: readonly number[] }): JSX.Element {
  const largest = Math.max(...values.map(Math.abs).filter(Number.isFinite), Number.MIN_VALUE);
  const slot = WIDTH / values.length;
  const sum = values.reduce((total, value) => total + value, 0);
  return (
    <figure class="bars">
      <figcaption class="numbers">
        {name} = {written(values)} = {format(sum)}
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        aria-hidden="true"
        focusable="false"
        onPointerLeave={() => onHover(undefined)}
      >
        {values.map((value, i) => {
          const height = Number.isFinite(value) ? (Math.abs(value) / largest) * (HEIGHT / 2 - 2) : 0;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the plot has the same points for the keyboard
            <g
              key={i}
              class={`bar-of-point ${value < 0 ? 'negative' : ''} ${i === shown ? 'shown' : ''}`}
              onPointerEnter={() => onHover(i)}
              onClick={() => onChoose(i)}
            >
              <rect class="reach" x={i * slot} y={0} width={slot} height={HEIGHT} />
              <rect
                x={i * slot + slot * 0.12}
                y={value < 0 ? HEIGHT / 2 : HEIGHT / 2 - height}
                width={slot * 0.76}
                height={height}
              />
            </g>
          );
        })}
        <line class="bars-zero" x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      </svg>
    </figure>
  );
}

/** A sum of at most four numbers; of more, the first two and the last. */
function written(values: readonly number[]): string {
  if (values.length <= 4) return values.map((value, i) => (i === 0 ? format(value) : inner(value))).join(' + ');
  return `${format(values[0]!)} + ${inner(values[1]!)} + … + ${inner(values.at(-1)!)}`;
}
