import { checkChoice, checkInteger, resolveOptions } from '@neurite/core';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type SignalDropoutOptions = Chance & {
  /** The number of gaps: an integer of at least 1. Default 1. */
  readonly gaps?: number;
  /** The length of each, as a share of the signal from 0 to 1: one, or the least and the greatest. Default 0.02 to 0.1. */
  readonly length?: Range;
  /** What stands in a gap: 0, the value before it (at the beginning the first one), or the mean. Default `zero`. */
  readonly fill?: 'zero' | 'previous' | 'mean';
};

/** The gaps: where each begins, as a share of the places where it can, and its share of the length. */
export type SignalDropoutDraw = { readonly gaps: readonly (readonly [start: number, length: number])[] };

/**
 * Drops parts of a signal, all channels at once, as a sensor does that fails.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const drop = signalDropout({ fill: 'previous' });
 * drop.signal(hostArray(Float32Array.of(1, 2, 3, 4)), { gaps: [[0.5, 0.5]] }); // 1, 1, 1, 4
 */
export function signalDropout(options: SignalDropoutOptions = {}): SignalAugmentation<SignalDropoutDraw> {
  const name = 'signalDropout';
  const { probability, gaps, length, fill } = resolveOptions(name, options, {
    probability: 1,
    gaps: 1,
    length: [0.02, 0.1],
    fill: 'zero',
  });
  checkInteger(name, 'gaps', gaps, { min: 1 });
  const lengths = checkRange(name, 'length', { value: length, atLeast: 0, atMost: 1 });
  checkChoice(name, 'fill', fill, ['zero', 'previous', 'mean']);
  return signalAugmentation<SignalDropoutDraw>({
    name,
    probability,
    draw: (random) => ({
      gaps: Array.from({ length: gaps }, () => [random.uniform(), between(random, lengths)] as const),
    }),
    signal: ({ data, time, channels }, to, draw) => {
      to.set(data);
      for (let channel = 0; channel < channels; channel++) {
        const mean = fill === 'mean' ? meanOf(data, channel, channels) : 0;
        for (const [start, share] of draw.gaps) {
          const steps = Math.round(share * time);
          const first = Math.round(start * (time - steps));
          const value = fill === 'previous' ? data[Math.max(first - 1, 0) * channels + channel]! : mean;
          for (let step = first; step < first + steps; step++) to[step * channels + channel] = value;
        }
      }
    },
  });
}

function meanOf(data: Float32Array, channel: number, channels: number): number {
  let sum = 0;
  for (let i = channel; i < data.length; i += channels) sum += data[i]!;
  return (sum * channels) / data.length;
}
