import { resolveOptions } from '@neurite/core';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

/**
 * Plays recordings backwards. Labels stay: leave it out where the order means something, as in speech.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const backwards = timeReverse().signal(hostArray(Float32Array.of(1, 2, 3)), {}); // 3, 2, 1
 */
export function timeReverse(options: Chance = {}): SignalAugmentation<Record<string, never>> {
  const { probability } = resolveOptions('timeReverse', options, { probability: 0.5 });
  return signalAugmentation<Record<string, never>>({
    name: 'timeReverse',
    probability,
    draw: () => ({}),
    signal: ({ data, time, channels }, to) => {
      for (let step = 0; step < time; step++) {
        const from = (time - 1 - step) * channels;
        for (let channel = 0; channel < channels; channel++) to[step * channels + channel] = data[from + channel]!;
      }
    },
  });
}
