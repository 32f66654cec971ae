import type { NetworkConfig } from './network-config.js';
import type { TaskKind } from './samples.js';
import type { LayerWeights } from './snapshot.js';

/** One point on its way through a network and back, in plain numbers. Layers count from 0, the output is the last. */
export type Pass = {
  readonly inputs: readonly number[];
  /** Before the activation, `[layer][unit]`. */
  readonly z: readonly (readonly number[])[];
  /** After it; of the last layer what the network says: a number or probabilities. */
  readonly a: readonly (readonly number[])[];
  readonly loss: number;
  /** How the loss changes with each z; for a bias that is its gradient. */
  readonly deltas: readonly (readonly number[])[];
};

type Activation = { readonly of: (z: number) => number; readonly derivative: (z: number) => number };

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** The activations of the layers, with their derivatives. */
const ACTIVATION_FUNCTIONS: Readonly<Record<NetworkConfig['activation'], Activation>> = {
  tanh: { of: Math.tanh, derivative: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { of: (z) => Math.max(z, 0), derivative: (z) => (z > 0 ? 1 : 0) },
  leakyRelu: { of: (z) => (z > 0 ? z : 0.01 * z), derivative: (z) => (z > 0 ? 1 : 0.01) },
  sigmoid: { of: sigmoid, derivative: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  gelu: {
    of: (z) => z * normalShare(z),
    derivative: (z) => normalShare(z) + (z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI),
  },
  silu: { of: (z) => z * sigmoid(z), derivative: (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z))) },
  linear: { of: (z) => z, derivative: () => 1 },
};

/** The share of a normal distribution below z; 1e-7 off at most (Abramowitz and Stegun, 7.1.26). */
function normalShare(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const erf = 1 - series * Math.exp(-x * x);
  return (1 + Math.sign(z) * erf) / 2;
}

/**
 * Takes one point forward and its error back.
 *
 * @param point what the network sees of it, and its truth: a class, or a number
 */
export function passOf(
  layers: readonly LayerWeights[],
  { activation, kind }: { readonly activation: NetworkConfig['activation']; readonly kind: TaskKind },
  { inputs, label }: { readonly inputs: readonly number[]; readonly label: number },
): Pass {
  const { of, derivative } = ACTIVATION_FUNCTIONS[activation];
  const last = layers.length - 1;
  const z: number[][] = [];
  const a: number[][] = [];
  for (const [i, { kernel, bias, units }] of layers.entries()) {
    const before = i === 0 ? inputs : a[i - 1]!;
    const sums = Array.from(bias, (b, unit) =>
      before.reduce((sum, value, input) => sum + value * kernel[input * units + unit]!, b),
    );
    z.push(sums);
    a.push(i === last ? answerOf(sums, kind) : sums.map(of));
  }
  const said = a[last]!;
  const deltas: number[][] = Array.from(layers, () => []);
  deltas[last] = said.map((value, unit) => outputDelta(value, { kind, label, unit }));
  for (let i = last - 1; i >= 0; i--) {
    const { kernel, units } = layers[i + 1]!;
    deltas[i] = z[i]!.map(
      (value, unit) =>
        derivative(value) * deltas[i + 1]!.reduce((sum, delta, next) => sum + delta * kernel[unit * units + next]!, 0),
    );
  }
  return { inputs, z, a, loss: lossOf(said, kind, label), deltas };
}

function answerOf(z: readonly number[], kind: TaskKind): number[] {
  if (kind === 'regression') return [...z];
  if (kind === 'binary') return z.map(sigmoid);
  const largest = Math.max(...z);
  const powers = z.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function outputDelta(
  said: number,
  { kind, label, unit }: { readonly kind: TaskKind; readonly label: number; readonly unit: number },
): number {
  if (kind === 'regression') return 2 * (said - label);
  return said - (kind === 'binary' ? label : Number(unit === label));
}

function lossOf(said: readonly number[], kind: TaskKind, label: number): number {
  if (kind === 'regression') return (said[0]! - label) ** 2;
  if (kind === 'binary') return -Math.log(label === 1 ? said[0]! : 1 - said[0]!);
  return -Math.log(said[label]!);
}
