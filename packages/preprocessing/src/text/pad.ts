import {
  ArgumentError,
  checkChoice,
  checkInteger,
  describeValue,
  type HostArray,
  hostArray,
  resolveOptions,
} from '@neurite/core';

export type PadOptions = {
  /** The length of each result. Default: that of the longest. */
  readonly length?: number | undefined;
  /** Where short ones are filled up. Default: `end`. */
  readonly padding?: (typeof SIDES)[number];
  /** Where long ones are cut. Default: `end`. */
  readonly truncate?: (typeof SIDES)[number];
  /** What they are filled up with, an integer. Default: 0. */
  readonly value?: number;
};

/** Sequences of one length. */
export type Padded = {
  /** The numbers, int32 [sequences, length]. */
  readonly data: HostArray<'int32'>;
  /** 1 where a number was, 0 where it was filled up, uint8 [sequences, length]. */
  readonly mask: HostArray<'uint8'>;
};

const SIDES = ['start', 'end'] as const;
/** The integers that int32 holds. */
const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };

/**
 * Fills up or cuts sequences of integers to one length, with a mask that says which are real.
 *
 * @param sequences such as what tokenizers give
 * @returns new arrays, [sequences, length]
 * @throws ArgumentError when an option is out of range, or a sequence holds something else than integers of int32
 * @example
 * const { data, mask } = pad([[5, 6, 7], [8]], { length: 2 });
 * console.log(data.data, mask.data); // 5, 6, 8, 0 and 1, 1, 1, 0
 */
export function pad(sequences: readonly ArrayLike<number>[], options: PadOptions = {}): Padded {
  const defaults = { length: undefined, padding: 'end', truncate: 'end', value: 0 } as const;
  const { length: given, padding, truncate, value } = resolveOptions('pad', options, defaults);
  checkSequences(sequences);
  const length = given ?? sequences.reduce((longest, each) => Math.max(longest, each.length), 0);
  checkInteger('pad', 'length', length, { min: 0 });
  checkInteger('pad', 'value', value, INT32);
  checkChoice('pad', 'padding', padding, SIDES);
  checkChoice('pad', 'truncate', truncate, SIDES);
  const data = new Int32Array(sequences.length * length).fill(value);
  const mask = new Uint8Array(data.length);
  sequences.forEach((sequence, row) => {
    const kept = Math.min(sequence.length, length);
    const from = truncate === 'start' ? sequence.length - kept : 0;
    const to = row * length + (padding === 'start' ? length - kept : 0);
    for (let i = 0; i < kept; i++) {
      const number = sequence[from + i]!;
      data[to + i] = number;
      // What int32 does not hold became something else.
      if (data[to + i] !== number) checkInteger('pad', `sequences[${row}][${from + i}]`, number, INT32);
    }
    mask.fill(1, to, to + kept);
  });
  const shape = [sequences.length, length];
  return { data: hostArray(data, shape), mask: hostArray(mask, shape) };
}

/** Texts have a length, too, and one sequence alone is easily taken for a list of them. */
function checkSequences(sequences: unknown): void {
  const isSequence = (value: unknown): boolean =>
    Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
  if (Array.isArray(sequences) && sequences.every(isSequence)) return;
  throw new ArgumentError({
    where: 'pad',
    argument: 'sequences',
    expected: 'be a list of sequences of integers',
    received: describeValue(sequences),
    advice: 'Texts become such sequences by the transform of a tokenizer, one by one',
  });
}
