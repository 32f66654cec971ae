import type { Histograms } from './histograms.js';

/** Values, or indices of classes. */
export type BoostingTargets = Float64Array | Int32Array;

/** What boosting lowers. Raw predictions and derivatives are outputs × rows; weights are undefined where all are 1. */
export type BoostingLoss = {
  readonly outputs: number;
  /** Whether the second derivative is 1, without weights. */
  readonly constantHessian: boolean;
  /** The constant prediction with the lowest loss. */
  baseline(y: BoostingTargets, weights: Float64Array | undefined): Float64Array;
  derive(
    y: BoostingTargets,
    raw: Float64Array,
    into: Pick<Histograms, 'derivatives'> & { readonly weights: Float64Array | undefined },
  ): void;
  /** The weighted mean. */
  value(y: BoostingTargets, raw: Float64Array, weights: Float64Array | undefined): number;
  /** The best value of a leaf, from what remains of its targets, which may be sorted; without it, derivatives decide. */
  leaf?(residuals: Float64Array, weights: Float64Array | undefined): number;
};

const EPSILON = Number.EPSILON;

/** One target and one prediction for each row; a second derivative of 1 where there is none. */
function pointwise(
  each: {
    readonly gradient: (y: number, raw: number) => number;
    readonly hessian?: (y: number, raw: number) => number;
    readonly loss: (y: number, raw: number) => number;
  },
  rest: Pick<BoostingLoss, 'baseline' | 'leaf'>,
): BoostingLoss {
  const { gradient, hessian, loss } = each;
  return {
    ...rest,
    outputs: 1,
    constantHessian: hessian === undefined,
    derive(y, raw, { derivatives, weights }) {
      const width = derivatives.length / raw.length;
      for (let row = 0; row < y.length; row++) {
        const weight = weights === undefined ? 1 : weights[row]!;
        derivatives[width * row] = weight * gradient(y[row]!, raw[row]!);
        if (width === 2) derivatives[2 * row + 1] = weight * (hessian === undefined ? 1 : hessian(y[row]!, raw[row]!));
      }
    },
    value(y, raw, weights) {
      let sum = 0;
      let total = 0;
      for (let row = 0; row < y.length; row++) {
        const weight = weights === undefined ? 1 : weights[row]!;
        sum += weight * loss(y[row]!, raw[row]!);
        total += weight;
      }
      return sum / total;
    },
  };
}

/** ½ (y − ŷ)². */
export function squaredError(): BoostingLoss {
  return pointwise(
    { gradient: (y, raw) => raw - y, loss: (y, raw) => 0.5 * (y - raw) ** 2 },
    { baseline: (y, weights) => Float64Array.of(mean(y, weights)) },
  );
}

/** q (y − ŷ) above the prediction, (1 − q) (ŷ − y) below it. */
export function pinball(q: number): BoostingLoss {
  return pointwise(
    {
      gradient: (y, raw) => (y >= raw ? -q : 1 - q),
      loss: (y, raw) => (y >= raw ? q * (y - raw) : (1 - q) * (raw - y)),
    },
    {
      baseline: (y, weights) => Float64Array.of(quantileOf(Float64Array.from(y), weights, q)),
      leaf: (residuals, weights) => quantileOf(residuals, weights, q),
    },
  );
}

/** eʳ − y r: the prediction is eʳ. */
export function poisson(): BoostingLoss {
  return pointwise(
    {
      gradient: (y, raw) => Math.exp(raw) - y,
      hessian: (_, raw) => Math.exp(raw),
      loss: (y, raw) => Math.exp(raw) - y * raw,
    },
    { baseline: (y, weights) => Float64Array.of(Math.log(mean(y, weights))) },
  );
}

/** log(1 + eʳ) − y r for the classes 0 and 1. */
export function binaryCrossEntropy(): BoostingLoss {
  return {
    ...pointwise(
      {
        gradient: (y, raw) => sigmoid(raw) - y,
        loss: (y, raw) => Math.max(raw, 0) + Math.log1p(Math.exp(-Math.abs(raw))) - y * raw,
      },
      {
        baseline: (y, weights) => {
          const p = Math.min(Math.max(mean(y, weights), EPSILON), 1 - EPSILON);
          return Float64Array.of(Math.log(p / (1 - p)));
        },
      },
    ),
    constantHessian: false,
    derive(y, raw, { derivatives, weights }) {
      for (let row = 0; row < y.length; row++) {
        const p = sigmoid(raw[row]!);
        const weight = weights === undefined ? 1 : weights[row]!;
        derivatives[2 * row] = weight * (p - y[row]!);
        derivatives[2 * row + 1] = weight * p * (1 - p);
      }
    },
  };
}

/** −log softmax(r) of the class. */
export function crossEntropy(classes: number): BoostingLoss {
  /** The largest of a row, and the logarithm of the sum of its exponentials. */
  const logSum = (raw: Float64Array, rows: number, row: number): number => {
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, raw[k * rows + row]!);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(raw[k * rows + row]! - largest);
    return largest + Math.log(sum);
  };
  return {
    outputs: classes,
    constantHessian: false,
    baseline(y, weights) {
      const shares = new Float64Array(classes);
      let total = 0;
      for (let row = 0; row < y.length; row++) {
        const weight = weights === undefined ? 1 : weights[row]!;
        shares[y[row]!]! += weight;
        total += weight;
      }
      const logs = shares.map((share) => Math.log(Math.min(Math.max(share / total, EPSILON), 1 - EPSILON)));
      const middle = logs.reduce((sum, value) => sum + value, 0) / classes;
      return logs.map((value) => value - middle);
    },
    derive(y, raw, { derivatives, weights }) {
      const rows = y.length;
      const parts = new Float64Array(classes);
      for (let row = 0; row < rows; row++) {
        let largest = -Infinity;
        for (let k = 0; k < classes; k++) {
          const own = raw[k * rows + row]!;
          if (own > largest) largest = own;
        }
        let sum = 0;
        for (let k = 0; k < classes; k++) {
          const part = Math.exp(raw[k * rows + row]! - largest);
          parts[k] = part;
          sum += part;
        }
        const weight = weights === undefined ? 1 : weights[row]!;
        for (let k = 0; k < classes; k++) {
          const p = parts[k]! / sum;
          const at = 2 * (k * rows + row);
          derivatives[at] = weight * (y[row] === k ? p - 1 : p);
          derivatives[at + 1] = weight * p * (1 - p);
        }
      }
    },
    value(y, raw, weights) {
      let sum = 0;
      let total = 0;
      for (let row = 0; row < y.length; row++) {
        const weight = weights === undefined ? 1 : weights[row]!;
        sum += weight * (logSum(raw, y.length, row) - raw[y[row]! * y.length + row]!);
        total += weight;
      }
      return sum / total;
    },
  };
}

export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

function mean(y: BoostingTargets, weights: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    sum += weight * y[row]!;
    total += weight;
  }
  return sum / total;
}

/**
 * The value below which a share `q` of the weights lies; without weights, between two values by their distance from it, and
 * the values are sorted.
 */
function quantileOf(values: Float64Array, weights: Float64Array | undefined, q: number): number {
  if (weights === undefined) {
    const sorted = values.sort();
    const place = q * (sorted.length - 1);
    const index = Math.floor(place);
    const below = sorted[index]!;
    return below + (place - index) * ((sorted[index + 1] ?? below) - below);
  }
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const wanted = q * weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  for (const row of order) {
    reached += weights[row]!;
    if (reached >= wanted) return values[row]!;
  }
  return values[order.at(-1)!]!;
}
