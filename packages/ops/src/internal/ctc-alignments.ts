import {
  add,
  cast,
  concat,
  equal,
  exp,
  expandDims,
  fill,
  gather,
  greaterEqual,
  less,
  log,
  logicalAnd,
  logicalOr,
  max,
  maximum,
  mul,
  notEqual,
  range,
  reshape,
  slice,
  squeeze,
  stack,
  sub,
  sum,
  type Tensor,
  transpose,
  unstack,
  where,
} from '@tensorflow/tfjs-core';

/** The least float32, from which −∞ can be subtracted. */
const LOWEST = -3.4028234e38;

/** What labels are aligned with steps: all tensors of the batch. */
export type CtcLabels = {
  /** int32 [batch, labels], within the classes. */
  readonly labels: Tensor;
  /** int32 [batch]. */
  readonly labelLengths: Tensor;
  /** int32 [batch]. */
  readonly inputLengths: Tensor;
  readonly blank: number;
};

/** The labels with a blank before, between and after them, and which steps lead from one to another. */
export type CtcStates = CtcLabels & {
  /** int32 [batch, states] */
  readonly symbols: Tensor;
  /** bool [batch, states]: whether the blank before it may be left out. */
  readonly skips: Tensor;
  /** bool [batch, states]: the last label and the last blank. */
  readonly final: Tensor;
};

export function statesOf(labels: CtcLabels): CtcStates {
  const { labels: tokens, labelLengths, blank } = labels;
  const [batch, count] = tokens.shape as [number, number]; // checked
  const blanks = fill([batch, count], blank, 'int32');
  const pairs = reshape(stack([blanks, tokens], 2), [batch, 2 * count]);
  const symbols = concat([pairs, fill([batch, 1], blank, 'int32')], 1);
  const before = concat([fill([batch, 2], blank, 'int32'), slice(symbols, [0, 0], [batch, 2 * count - 1])], 1);
  const skips = logicalAnd(notEqual(symbols, blank), notEqual(symbols, before));
  const index = expandDims(range(0, 2 * count + 1, 1, 'int32'), 0);
  const last = expandDims(mul(labelLengths, 2), 1);
  const final = logicalOr(equal(index, last), equal(index, sub(last, 1)));
  return Object.assign({}, labels, { symbols, skips, final });
}

/** What the symbols of the states have, [batch, time, states]: gathered as rows of all batches, as every engine can. */
export function emissionsOf(x: Tensor, { symbols }: CtcStates): Tensor {
  const [batch, time, classes] = x.shape as [number, number, number]; // of logits, checked
  const rows = reshape(transpose(x, [0, 2, 1]), [batch * classes, time]);
  const first = expandDims(range(0, batch * classes, classes, 'int32'), 1);
  return transpose(gather(rows, add(symbols, first)), [0, 2, 1]);
}

/** For each step, the logarithm of the probability of all beginnings that end in a state: [batch, states] each. */
export function forwardSums(emitted: Tensor, { skips, inputLengths }: CtcStates): Tensor[] {
  const steps = unstack(emitted, 1);
  const [batch, states] = steps[0]!.shape as [number, number];
  const first = less(expandDims(range(0, states, 1, 'int32'), 0), 2);
  const sums = [where(first, steps[0]!, Number.NEGATIVE_INFINITY)];
  for (let t = 1; t < steps.length; t++) {
    const stay = sums[t - 1]!;
    const one = shifted(stay, 1, [batch, states]);
    const two = where(skips, shifted(stay, 2, [batch, states]), Number.NEGATIVE_INFINITY);
    const next = add(logAddExp([stay, one, two]), steps[t]!);
    // After its end a sequence stays as it is.
    sums.push(where(expandDims(greaterEqual(t, inputLengths), 1), stay, next));
  }
  return sums;
}

/** For each step, the logarithm of the probability of all endings after a state. */
export function backwardSums(emitted: Tensor, { skips, final, inputLengths }: CtcStates): Tensor[] {
  const steps = unstack(emitted, 1);
  const size = steps[0]!.shape as [number, number];
  const end = where(final, 0, fill(size, Number.NEGATIVE_INFINITY));
  const sums = [end];
  for (let t = steps.length - 2; t >= 0; t--) {
    const after = add(sums[0]!, steps[t + 1]!);
    const skipped = where(skips, after, Number.NEGATIVE_INFINITY);
    const next = logAddExp([after, shifted(after, -1, size), shifted(skipped, -2, size)]);
    sums.unshift(where(expandDims(greaterEqual(t + 1, inputLengths), 1), end, next));
  }
  return sums;
}

/** The states moved by some places; what comes in is −∞. */
function shifted(x: Tensor, by: number, [batch, states]: readonly [number, number]): Tensor {
  const moved = Math.min(Math.abs(by), states);
  const empty = fill([batch, moved], Number.NEGATIVE_INFINITY);
  const rest = slice(x, [0, by > 0 ? 0 : moved], [batch, states - moved]);
  return concat(by > 0 ? [empty, rest] : [rest, empty], 1);
}

/** `log(eᵃ + eᵇ + …)`, −∞ where all are. */
function logAddExp(terms: readonly Tensor[]): Tensor {
  const highest = maximum(
    terms.reduce((a, b) => maximum(a, b)),
    LOWEST,
  );
  const total = terms.map((term) => exp(sub(term, highest))).reduce((a, b) => add(a, b));
  return add(log(total), highest);
}

/** The logarithm of the probability of all alignments, [batch]; without a step only that of no label is possible. */
export function likelihood(last: Tensor, { final, inputLengths, labelLengths }: CtcStates): Tensor {
  const chosen = where(final, last, Number.NEGATIVE_INFINITY);
  const highest = maximum(max(chosen, -1, true), LOWEST);
  const total = add(log(sum(exp(sub(chosen, highest)), -1)), squeeze(highest, [-1]));
  const none = where(equal(labelLengths, 0), 0, fill(labelLengths.shape, Number.NEGATIVE_INFINITY));
  return where(equal(inputLengths, 0), cast(none, 'float32'), total);
}
