import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { ConfusionTable } from '../ui/confusion-table.js';
import { format } from '../ui/format.js';
import { passOf } from './backprop.js';
import { featuresOf } from './features.js';
import type { NetworkConfig } from './network-config.js';
import { classesOf, type Samples, taskKind } from './samples.js';
import type { LayerWeights, Snapshot } from './snapshot.js';

type InsightProps = {
  readonly config: NetworkConfig;
  readonly snapshot: Snapshot;
  readonly samples: Samples;
};

/** Which classes are taken for which: for three and more. */
export function ConfusionPanel({ config, snapshot, samples }: InsightProps): JSX.Element | null {
  const classes = classesOf(config);
  const points = samples.test.length > 0 ? samples.test : samples.train;
  const counts = useMemo(() => {
    const table = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
    if (classes < 3) return table;
    for (const { x1, x2, label } of points) {
      const inputs = featuresOf(config.features, x1, x2);
      const how = { activation: config.activation, kind: taskKind(config) };
      const said = passOf(snapshot.layers, how, { inputs, label }).a.at(-1)!;
      table[label]![said.indexOf(Math.max(...said))]!++;
    }
    return table;
  }, [classes, points, config, snapshot]);
  if (classes < 3) return null;
  return (
    <ConfusionTable
      counts={counts}
      names={counts.map((_, i) => String(i + 1))}
      of={samples.test.length > 0 ? 'Test points' : 'Training points'}
    />
  );
}

/** The weights of each layer and their gradients as histograms. */
export function HistogramsPanel({ config, snapshot, samples }: InsightProps): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details class="panel fold histograms" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <h2>Weights and gradients, layer by layer</h2>
      </summary>
      {open ? <Histograms config={config} snapshot={snapshot} samples={samples} /> : null}
    </details>
  );
}

function Histograms({ config, snapshot, samples }: InsightProps): JSX.Element {
  const gradients = useMemo(() => meanGradients(snapshot.layers, config, samples), [snapshot, config, samples]);
  const name = (layer: number): string => (layer === snapshot.layers.length - 1 ? 'Output' : `Layer ${layer + 1}`);
  return (
    <>
      <p class="hint">
        Gradients that become smaller from layer to layer, towards the features, train the first layers slowly. They are
        the means over the training points, before any penalty.
      </p>
      <div class="histogram-grid">
        {snapshot.layers.map(({ kernel }, layer) => (
          <div key={layer}>
            <h3>{name(layer)}</h3>
            <Histogram title="weights" values={kernel} />
            <Histogram title="gradients" values={gradients[layer]!} />
          </div>
        ))}
      </div>
    </>
  );
}

/** How often the values of a range occur: `counts` from low to high. */
export function histogram(
  values: ArrayLike<number>,
  bins: number,
): { readonly low: number; readonly high: number; readonly counts: readonly number[] } {
  const all = Array.from(values).filter(Number.isFinite);
  const reach = all.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of all) counts[Math.min(Math.floor(((value + reach) / (2 * reach)) * bins), bins - 1)]!++;
  return { low: -reach, high: reach, counts };
}

/** The mean gradient of each kernel over the training points. */
export function meanGradients(
  layers: readonly LayerWeights[],
  config: NetworkConfig,
  { train }: Pick<Samples, 'train'>,
): readonly Float64Array[] {
  const sums = layers.map(({ kernel }) => new Float64Array(kernel.length));
  const how = { activation: config.activation, kind: taskKind(config) };
  for (const { x1, x2, label } of train) {
    const inputs = featuresOf(config.features, x1, x2);
    const pass = passOf(layers, how, { inputs, label });
    for (const [i, sum] of sums.entries()) {
      const before = i === 0 ? inputs : pass.a[i - 1]!;
      const { units } = layers[i]!;
      for (const [input, value] of before.entries()) {
        for (let unit = 0; unit < units; unit++) {
          sum[input * units + unit]! += (value * pass.deltas[i]![unit]!) / train.length;
        }
      }
    }
  }
  return sums;
}

const [BINS, WIDTH, HEIGHT] = [15, 150, 46];

function Histogram({ title, values }: { readonly title: string; readonly values: ArrayLike<number> }): JSX.Element {
  const { low, high, counts } = histogram(values, BINS);
  const most = Math.max(...counts, 1);
  const slot = WIDTH / BINS;
  return (
    <figure>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title} from ${format(low)} to ${format(high)}`}>
        {counts.map((count, i) => (
          <rect
            key={i}
            x={i * slot + 0.5}
            width={slot - 1}
            y={HEIGHT - (count / most) * HEIGHT}
            height={(count / most) * HEIGHT}
          />
        ))}
      </svg>
      <figcaption class="hint">
        {title}: {short(low)} to {short(high)}
      </figcaption>
    </figure>
  );
}

function short(value: number): string {
  return format(Number(value.toPrecision(2)));
}
