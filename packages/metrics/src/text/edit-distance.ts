import { checkInteger, type HostMetric, resolveOptions } from '@neurite/core';
import { sequencePairs } from '../internal/host-sequences.js';
import { ratio } from '../internal/ratio.js';

const WHERE = 'editDistance';

export type EditDistanceOptions = {
  /** The token that fills sequences up; it is left out of both. Default: none. */
  readonly padding?: number;
};

/** What has been counted so far. */
export type EditTotal = { readonly edits: number; readonly tokens: number };

/**
 * The token error rate: how many tokens must be inserted, removed or replaced to make the predicted sequences the true
 * ones, for each true token. 0 is perfect; it may be above 1.
 *
 * Predictions are int32 tokens, [batch, time], or scores, [batch, time, classes], of which the highest counts; targets are
 * int32 tokens, [batch, time], of any length; weights [batch]. 0 for an empty set.
 *
 * @returns a metric that counts on the host, without tensors
 * @throws ArgumentError when an option is unknown or out of its range; `add` ShapeError, and ArgumentError when a value is
 *   not a host array or a weight is below 0
 * @example
 * const metric = editDistance({ padding: 0 });
 * const predicted = hostArray(Int32Array.of(1, 2, 3, 0), [1, 4]);
 * const truth = hostArray(Int32Array.of(1, 3, 3, 4), [1, 4]);
 * metric.value(metric.add(metric.start(), predicted, truth)); // 2 edits for 4 tokens: 0.5
 * @see Levenshtein 1966, Binary codes capable of correcting deletions, insertions and reversals
 */
export function editDistance(options: EditDistanceOptions = {}): HostMetric<number, EditTotal> {
  const { padding } = resolveOptions(WHERE, options, { padding: undefined });
  if (padding !== undefined) checkInteger(WHERE, 'padding', padding);
  return {
    name: WHERE,
    start: () => ({ edits: 0, tokens: 0 }),
    add: ({ edits, tokens }, predictions, targets, { weights } = {}) => {
      const { guesses, truths, counts } = sequencePairs(WHERE, { predictions, targets, weights }, padding);
      for (const [i, truth] of truths.entries()) {
        if (counts[i] === 0) continue;
        edits += counts[i]! * distance(guesses[i]!, truth);
        tokens += counts[i]! * truth.length;
      }
      return { edits, tokens };
    },
    value: ({ edits, tokens }) => ratio(edits, tokens),
  };
}

/** How many tokens differ, at the least; one row of the table at a time. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0]!;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = diagonal + (a[i - 1] === b[j - 1] ? 0 : 1);
      diagonal = row[j]!;
      row[j] = Math.min(replaced, diagonal + 1, row[j - 1]! + 1);
    }
  }
  return row[b.length]!;
}
