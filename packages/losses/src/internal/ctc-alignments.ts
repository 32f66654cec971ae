import { NumericError } from '@neurite/core';
import {
  add,
  cast,
  concat,
  customGrad,
  equal,
  exp,
  expandDims,
  fill,
  type GradSaveFunc,
  gather,
  greaterEqual,
  less,
  log,
  logicalAnd,
  logicalOr,
  matMul,
  max,
  maximum,
  mul,
  neg,
  notEqual,
  oneHot,
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
import { share } from './class-labels.js';
import { LOWEST } from './log-sum-exp.js';

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

/**
 * The negative log-likelihood of labels, over all their alignments with the steps.
 *
 * @param logProbabilities [batch, time, classes]
 * @returns [batch]; ∞ where there is no alignment
 */
export function ctcLosses(logProbabilities: Tensor, labels: CtcLabels): Tensor {
  const differentiable = customGrad((...args) => {
    const [x, save] = args as unknown as [Tensor, GradSaveFunc]; // customGrad adds the second
    const states = statesOf(labels);
    const emitted = emissionsOf(x, states);
    const forward = forwardSums(emitted, states);
    const total = likelihood(forward.at(-1)!, states);
    save([x, labels.labels, labels.labelLengths, labels.inputLengths, stack(forward, 1)]);
    return {
      value: neg(total),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        // In the order of `save`.
        const [x, tokens, labelLengths, inputLengths, sums] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
        const kept = { labels: tokens, labelLengths, inputLengths, blank: labels.blank };
        // A loss that does not count has no gradient, even where it is infinite.
        return share(once(x, kept, sums), expandDims(expandDims(dy, -1), -1));
      },
    };
  });
  return differentiable(logProbabilities);
}

/** The gradient, whose own gradient is refused: it would be NaN where an alignment is impossible. */
function once(logProbabilities: Tensor, labels: CtcLabels, sums: Tensor): Tensor {
  return customGrad((x) => ({
    value: neg(occupancies(x as Tensor, labels, sums)),
    gradFunc: () => {
      throw new NumericError({ where: 'ctc', problem: 'it has no second derivative' });
    },
  }))(logProbabilities);
}

/** What the symbols of the states have, [batch, time, states]: gathered as rows of all batches, as every engine can. */
function emissionsOf(x: Tensor, { symbols }: States): Tensor {
  const [batch, time, classes] = x.shape as [number, number, number]; // of logits, checked
  const rows = reshape(transpose(x, [0, 2, 1]), [batch * classes, time]);
  const first = expandDims(range(0, batch * classes, classes, 'int32'), 1);
  return transpose(gather(rows, add(symbols, first)), [0, 2, 1]);
}

/**
 * How likely each class is emitted at each step, given the labels: [batch, time, classes].
 *
 * @param sums the forward sums, [batch, time, states]
 */
function occupancies(x: Tensor, labels: CtcLabels, sums: Tensor): Tensor {
  const states = statesOf(labels);
  const emitted = emissionsOf(x, states);
  const total = likelihood(unstack(sums, 1).at(-1)!, states);
  const joint = add(sums, stack(backwardSums(emitted, states), 1));
  const steps = expandDims(range(0, x.shape[1]!, 1, 'int32'), 0);
  const within = less(steps, expandDims(labels.inputLengths, 1)); // [batch, time]
  const shares = exp(sub(joint, expandDims(expandDims(total, -1), -1)));
  const counted = where(expandDims(within, -1), shares, 0);
  return matMul(counted, oneHot(states.symbols, x.shape[2]!, 1, 0, 'float32') as Tensor);
}

/** The labels with a blank before, between and after them, and which steps lead from one to another. */
type States = CtcLabels & {
  /** int32 [batch, states] */
  readonly symbols: Tensor;
  /** bool [batch, states]: whether the blank before it may be left out. */
  readonly skips: Tensor;
  /** bool [batch, states]: the last label and the last blank. */
  readonly final: Tensor;
};

function statesOf(labels: CtcLabels): States {
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

/** For each step, the logarithm of the probability of all beginnings that end in a state: [batch, states] each. */
function forwardSums(emitted: Tensor, { skips, inputLengths }: States): Tensor[] {
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
function backwardSums(emitted: Tensor, { skips, final, inputLengths }: States): Tensor[] {
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
function likelihood(last: Tensor, { final, inputLengths, labelLengths }: States): Tensor {
  const chosen = where(final, last, Number.NEGATIVE_INFINITY);
  const highest = maximum(max(chosen, -1, true), LOWEST);
  const total = add(log(sum(exp(sub(chosen, highest)), -1)), squeeze(highest, [-1]));
  const none = where(equal(labelLengths, 0), 0, fill(labelLengths.shape, Number.NEGATIVE_INFINITY));
  return where(equal(inputLengths, 0), cast(none, 'float32'), total);
}
