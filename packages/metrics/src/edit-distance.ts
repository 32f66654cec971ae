import {
  ArgumentError,
  checkInteger,
  type HostArray,
  type HostMetric,
  type HostValue,
  resolveOptions,
  ShapeError,
} from '@neurite/core';
import { ratio } from './internal/ratio.js';

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
 * @throws ArgumentError; `add` ShapeError, and ArgumentError when a value is not a host array or a weight is below 0
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
      const truths = sequencesOf('targets', targets, padding);
      const guesses = sequencesOf('predictions', predictions, padding);
      if (guesses.length !== truths.length) {
        const expected = `have as many sequences as \`targets\`, ${truths.length}`;
        throw new ShapeError({ where: WHERE, argument: 'predictions', expected, received: String(guesses.length) });
      }
      const counts = weightsOf(weights, truths.length);
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

function sequencesOf(argument: string, value: HostValue, padding: number | undefined): readonly ArrayLike<number>[] {
  const { data, shape } = hostArrayOf(argument, value);
  const [batch = 0, time = 0, classes] = shape;
  const scored = argument === 'predictions' && shape.length === 3;
  if (shape.length !== 2 && !scored) {
    const expected = `have shape [batch, time]${argument === 'predictions' ? ' or [batch, time, classes]' : ''}`;
    throw new ShapeError({ where: WHERE, argument, expected, received: `[${shape.join(', ')}]` });
  }
  const tokens = scored ? highest(data, classes!) : data;
  return Array.from({ length: batch }, (_, i) => {
    const sequence = tokens.subarray(i * time, (i + 1) * time);
    return padding === undefined ? sequence : sequence.filter((token) => token !== padding);
  });
}

/** The index of the highest score of each row; of equal ones the first. */
function highest(scores: HostArray['data'], classes: number): Int32Array {
  return Int32Array.from({ length: scores.length / classes }, (_, row) => {
    let best = 0;
    for (let i = 1; i < classes; i++) if (scores[row * classes + i]! > scores[row * classes + best]!) best = i;
    return best;
  });
}

function weightsOf(weights: HostValue | undefined, sequences: number): ArrayLike<number> {
  if (weights === undefined) return new Uint8Array(sequences).fill(1);
  const { data, shape } = hostArrayOf('weights', weights);
  if (shape.length !== 1 || shape[0] !== sequences) {
    const expected = `have shape [${sequences}]`;
    throw new ShapeError({ where: WHERE, argument: 'weights', expected, received: `[${shape.join(', ')}]` });
  }
  const wrong = data.find((weight) => !(weight >= 0));
  if (wrong !== undefined) {
    throw new ArgumentError({ where: WHERE, argument: 'weights', expected: 'be at least 0', received: String(wrong) });
  }
  return data;
}

function hostArrayOf(argument: string, value: HostValue): HostArray {
  if (!('data' in value) || !ArrayBuffer.isView(value.data)) {
    throw new ArgumentError({ where: WHERE, argument, expected: 'be a host array', received: 'a list or a record' });
  }
  return value as HostArray; // it has data, which no list or record of host arrays has as an array of numbers
}
