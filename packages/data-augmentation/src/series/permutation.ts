import { ArgumentError, checkChoice, resolveOptions } from '@neurite/core';
import { checkRange, integerBetween, type Range } from '../internal/ranges.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type PermutationOptions = Chance & {
  /** The number of segments: an integer of at least 2, or the least and the greatest. Default 2 to 5. */
  readonly segments?: Range;
  /** Whether all segments are of one length or cut at random. Default `equal`. */
  readonly lengths?: 'equal' | 'random';
};

/** Where the segments end, as shares of the length, and their new order. */
export type PermutationDraw = { readonly ends: readonly number[]; readonly order: readonly number[] };

/**
 * Cuts a signal into segments and puts them together in another order.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const halves = { ends: [0.5, 1], order: [1, 0] };
 * permutation().signal(hostArray(Float32Array.of(1, 2, 3, 4)), halves); // 3, 4, 1, 2
 * @see Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional Neural
 *   Networks", 2017
 */
export function permutation(options: PermutationOptions = {}): SignalAugmentation<PermutationDraw> {
  const name = 'permutation';
  const { probability, segments, lengths } = resolveOptions(name, options, {
    probability: 1,
    segments: [2, 5],
    lengths: 'equal',
  });
  const counts = checkRange(name, 'segments', { value: segments, atLeast: 2 });
  if (!counts.every(Number.isInteger)) {
    throw new ArgumentError({
      where: name,
      argument: 'segments',
      expected: 'be integers',
      received: counts.join(', '),
    });
  }
  checkChoice(name, 'lengths', lengths, ['equal', 'random']);
  return signalAugmentation<PermutationDraw>({
    name,
    probability,
    draw: (random) => {
      const count = integerBetween(random, counts);
      const cuts = Array.from({ length: count - 1 }, (_, i) =>
        lengths === 'equal' ? (i + 1) / count : random.uniform(),
      );
      return { ends: [...cuts.sort((a, b) => a - b), 1], order: [...random.permutation(count)] };
    },
    signal: ({ data, time, channels }, to, { ends, order }) => {
      const ending = ends.map((share) => Math.round(share * time) * channels);
      let at = 0;
      for (const segment of order) {
        const part = data.subarray(segment === 0 ? 0 : ending[segment - 1], ending[segment]);
        to.set(part, at);
        at += part.length;
      }
    },
  });
}
