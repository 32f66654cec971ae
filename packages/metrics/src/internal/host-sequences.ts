import { ArgumentError, type HostArray, type HostValue, ShapeError } from '@neurite/core';

/** Sequences of tokens of a batch on the host, and how much each counts. */
export type SequencePairs = {
  readonly guesses: readonly ArrayLike<number>[];
  readonly truths: readonly ArrayLike<number>[];
  readonly counts: ArrayLike<number>;
};

export type SequenceBatch = {
  /** int32 tokens, [batch, time], or scores, [batch, time, classes]. */
  readonly predictions: HostValue;
  /** int32 tokens, [batch, time]. */
  readonly targets: HostValue;
  /** [batch]. */
  readonly weights: HostValue | undefined;
};

/**
 * Reads sequences of tokens.
 *
 * @param padding the token that is left out; undefined for none
 * @throws ShapeError
 * @throws ArgumentError
 */
export function sequencePairs(where: string, batch: SequenceBatch, padding: number | undefined): SequencePairs {
  const truths = sequencesOf(where, 'targets', batch.targets, padding);
  const guesses = sequencesOf(where, 'predictions', batch.predictions, padding);
  if (guesses.length !== truths.length) {
    const expected = `have as many sequences as \`targets\`, ${truths.length}`;
    throw new ShapeError({ where, argument: 'predictions', expected, received: String(guesses.length) });
  }
  return { guesses, truths, counts: hostWeights(where, batch.weights, truths.length) };
}

/**
 * The weights of the samples of a batch on the host; 1 each where there are none.
 *
 * @throws ShapeError
 * @throws ArgumentError
 */
export function hostWeights(where: string, weights: HostValue | undefined, samples: number): ArrayLike<number> {
  if (weights === undefined) return new Uint8Array(samples).fill(1);
  const { data, shape } = hostArrayOf(where, 'weights', weights);
  if (shape.length !== 1 || shape[0] !== samples) {
    const expected = `have shape [${samples}]`;
    throw new ShapeError({ where, argument: 'weights', expected, received: `[${shape.join(', ')}]` });
  }
  const wrong = data.find((weight) => !(weight >= 0));
  if (wrong !== undefined) {
    throw new ArgumentError({ where, argument: 'weights', expected: 'be at least 0', received: String(wrong) });
  }
  return data;
}

/** @throws ArgumentError */
export function hostArrayOf(where: string, argument: string, value: HostValue | undefined): HostArray {
  if (value === undefined || !('data' in value) || !ArrayBuffer.isView(value.data)) {
    const received = value === undefined ? 'undefined' : 'a list or a record';
    throw new ArgumentError({ where, argument, expected: 'be a host array', received });
  }
  return value as HostArray; // it has data, which no list or record of host arrays has as an array of numbers
}

function sequencesOf(
  where: string,
  argument: string,
  value: HostValue,
  padding: number | undefined,
): readonly ArrayLike<number>[] {
  const { data, shape } = hostArrayOf(where, argument, value);
  const [batch = 0, time = 0, classes] = shape;
  const scored = argument === 'predictions' && shape.length === 3;
  if (shape.length !== 2 && !scored) {
    const expected = `have shape [batch, time]${argument === 'predictions' ? ' or [batch, time, classes]' : ''}`;
    throw new ShapeError({ where, argument, expected, received: `[${shape.join(', ')}]` });
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
