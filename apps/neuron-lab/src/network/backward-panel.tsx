import { Button, Panel, Slider } from '@neurite/page-kit/controls';
import type { JSX } from 'preact';
import { format, inner } from '../ui/format.js';
import { Icon } from '../ui/icon.js';
import type { Pass } from './backprop.js';
import { CHOSEN_ACTIVATIONS } from './choices.js';
import { FEATURES } from './features.js';
import type { NetworkConfig } from './network-config.js';
import { type NeuronPlace, neuronName } from './neuron-name.js';
import { type Sample, taskKind } from './samples.js';
import type { LayerWeights } from './snapshot.js';

/** Where one stands on the way of a point: through which layer forward, at the loss, back at which layer, or at the end. */
export type Stage =
  | { readonly kind: 'forward' | 'backward'; readonly layer: number }
  | { readonly kind: 'loss' | 'update' };

/** All stages of a network of so many layers, the output included. */
export function stagesOf(layers: number): readonly Stage[] {
  const forward = Array.from({ length: layers }, (_, layer): Stage => ({ kind: 'forward', layer }));
  const backward = forward.map((_, i): Stage => ({ kind: 'backward', layer: layers - 1 - i }));
  return [...forward, { kind: 'loss' }, ...backward, { kind: 'update' }];
}

/** A number on a neuron, and whether it belongs to the way back. */
export type NodeNumber = { readonly text: string; readonly back: boolean };

/** The number that stands on a neuron at a stage: its activation, and on the way back its δ. */
export function labelAt(pass: Pass, stage: Stage, { layer, unit }: NeuronPlace): NodeNumber | undefined {
  const back = stage.kind === 'update' || (stage.kind === 'backward' && layer >= stage.layer);
  const value = back ? pass.deltas[layer]?.[unit] : pass.a[layer]?.[unit];
  const reached = stage.kind !== 'forward' || layer <= stage.layer;
  return value === undefined || !reached ? undefined : { text: compact(value), back };
}

type BackwardPanelProps = {
  readonly config: NetworkConfig;
  readonly layers: readonly LayerWeights[];
  readonly samples: readonly Sample[];
  /** The index of the point. */
  readonly point: number;
  readonly pass: Pass;
  readonly stages: readonly Stage[];
  /** The index of the stage; undefined while the way is not shown. */
  readonly at: number | undefined;
  /** The neuron whose sums are written out. */
  readonly chosen: NeuronPlace | undefined;
  readonly onPoint: (point: number) => void;
  readonly onStage: (at: number | undefined) => void;
};

/** One point forward through the network and its error back, stage by stage; the numbers stand in the drawing. */
export function BackwardPanel(props: BackwardPanelProps): JSX.Element {
  const { samples, point, stages, at, onPoint, onStage } = props;
  const stage = at === undefined ? undefined : stages[at];
  return (
    <Panel title="One point, forward and back" name="backward">
      <p class="hint">
        Training repeats this for every point: values go forward, the error goes back, and each weight learns its part
        in it. The numbers also stand in the drawing of the network.
      </p>
      <div class="row">
        <Button name="Stage back" disabled={at === undefined} onClick={() => onStage(at === 0 ? undefined : at! - 1)}>
          <Icon sign="back" />
        </Button>
        <Button
          name="Next stage"
          kind="main"
          disabled={at === stages.length - 1}
          onClick={() => onStage(at === undefined ? 0 : at + 1)}
        >
          <Icon sign="forward" />
        </Button>
        <p class="counter">{at === undefined ? 'not begun' : `stage ${at + 1} of ${stages.length}`}</p>
      </div>
      <Slider
        label="Training point"
        value={point + 1}
        min={1}
        max={samples.length}
        step={1}
        onChange={(value) => onPoint(value - 1)}
      />
      <div class={`stage ${stage === undefined ? '' : 'begun'}`} role="status">
        {stage === undefined ? <p>{pointWords(samples[point]!, props.config)}</p> : <Words {...props} stage={stage} />}
      </div>
    </Panel>
  );
}

function pointWords({ x1, x2, label }: Sample, config: NetworkConfig): string {
  const truth = taskKind(config) === 'regression' ? `its value is ${format(label)}` : `it is of class ${label + 1}`;
  return `The point lies at x₁ = ${format(x1)}, x₂ = ${format(x2)}; ${truth}.`;
}

function Words({
  config,
  layers,
  samples,
  point,
  pass,
  chosen,
  stage,
}: BackwardPanelProps & { stage: Stage }): JSX.Element {
  const last = layers.length - 1;
  const kind = taskKind(config);
  const { label } = samples[point]!;
  const act = CHOSEN_ACTIVATIONS[config.activation].title;
  const unitIn = (layer: number): number => (chosen?.layer === layer ? chosen.unit : 0);
  const lines = (...all: readonly string[]): JSX.Element => (
    <>
      {all.map((line, i) => (
        <p key={i} class={i === 0 ? '' : 'numbers'}>
          {line}
        </p>
      ))}
    </>
  );
  if (stage.kind === 'forward') {
    const { layer } = stage;
    const unit = unitIn(layer);
    const before = layer === 0 ? pass.inputs : pass.a[layer - 1]!;
    const { kernel, bias, units } = layers[layer]!;
    const terms = before.map((value, i) => `${short(kernel[i * units + unit]!)} · ${shortInner(value)}`);
    const z = pass.z[layer]![unit]!;
    const a = pass.a[layer]![unit]!;
    const says =
      layer < last
        ? `a = ${act}(z) = ${short(a)}`
        : {
            regression: 'It says z.',
            binary: `p = σ(z) = ${short(a)}`,
            classes: `p = e^z over the sum of all = ${short(a)}`,
          }[kind];
    return lines(
      `${neuronName({ layer, unit }, config)} weighs what comes in, and adds its bias:`,
      `z = ${terms.join(' + ')} + ${shortInner(bias[unit]!)} = ${short(z)}`,
      config.activation === 'linear' && layer < last ? 'a = z' : says,
    );
  }
  if (stage.kind === 'loss') {
    const said = pass.a[last]!;
    const written = {
      regression: `(${short(said[0]!)} − ${shortInner(label)})² = ${short(pass.loss)}`,
      binary: `−log(${label === 1 ? '' : '1 − '}${short(said[0]!)}) = ${short(pass.loss)}`,
      classes: `−log(${short(said[kind === 'classes' ? label : 0]!)}) = ${short(pass.loss)}`,
    }[kind];
    const truth = kind === 'regression' ? `The truth is ${format(label)}.` : `The truth is class ${label + 1}.`;
    return lines(`${truth} The loss says how wrong that is:`, `loss = ${written}`);
  }
  if (stage.kind === 'backward') {
    const { layer } = stage;
    const unit = unitIn(layer);
    const delta = pass.deltas[layer]![unit]!;
    if (layer === last) {
      const truth = kind === 'classes' ? Number(unit === label) : label;
      const written = `${short(pass.a[last]![unit]!)} − ${shortInner(truth)}`;
      return lines(
        'On the way back, δ says how the loss changes with z. At the output it is what was said, less the truth:',
        `δ = ${kind === 'regression' ? `2 · (${written})` : written} = ${short(delta)}`,
      );
    }
    const { kernel, units } = layers[layer + 1]!;
    const terms = pass.deltas[layer + 1]!.map(
      (one, next) => `${short(one)} · ${shortInner(kernel[unit * units + next]!)}`,
    );
    return lines(
      `${neuronName({ layer, unit }, config)} feeds the next layer. Its δ is the sum of the δ there, each times its weight, times the derivative of ${act} at z:`,
      `δ = (${terms.join(' + ')}) · ${act}′(${short(pass.z[layer]![unit]!)}) = ${short(delta)}`,
    );
  }
  const layer = chosen?.layer ?? 0;
  const unit = unitIn(layer);
  const value = layer === 0 ? pass.inputs[0]! : pass.a[layer - 1]![0]!;
  const source = layer === 0 ? FEATURES[config.features[0]!].title : neuronName({ layer: layer - 1, unit: 0 }, config);
  const delta = pass.deltas[layer]![unit]!;
  const weight = layers[layer]!.kernel[unit]!;
  const gradient = delta * value;
  return lines(
    `Each weight changes against its gradient: δ of its neuron, times what came in. From ${source} to ${neuronName({ layer, unit }, config)}:`,
    `∂loss/∂w = ${short(delta)} · ${shortInner(value)} = ${short(gradient)}`,
    `w − rate · ∂loss/∂w = ${short(weight)} − ${format(config.rate)} · ${shortInner(gradient)} = ${short(weight - config.rate * gradient)}`,
    `That is plain gradient descent for this point alone. A batch takes the mean over its ${config.batch} points${config.optimizer === 'sgd' ? '' : ', and the optimizer sizes the step'}.`,
  );
}

/** Three digits: a line holds many of them. */
function short(value: number): string {
  return format(Number(value.toPrecision(3)));
}

function shortInner(value: number): string {
  return inner(Number(value.toPrecision(3)));
}

/** Two digits, in as little room as a neuron has. */
function compact(value: number): string {
  const size = Math.abs(value);
  if (size < 0.005) return format(Number(value.toPrecision(1)));
  return format(Number(value.toFixed(size >= 10 ? 0 : size >= 1 ? 1 : 2)));
}
