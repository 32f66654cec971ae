import { checkNumber, RandomStream, resolveOptions } from '@neurite/core';
import { channelDeviations } from '../internal/channel-deviations.js';
import { drawSeed, type SeedDraw } from '../internal/seeds.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type JitterOptions = Chance & {
  /** Standard deviation of the noise, in standard deviations of the channel. Default 0.05. */
  readonly deviation?: number;
};

/**
 * Adds normally distributed noise to each value of a signal.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const noise = jitter({ deviation: 0.1 });
 * const noisy = noise.signal(hostArray(Float32Array.of(1, 2, 3)), { seed: 7 });
 * @see Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional Neural
 *   Networks", 2017; there the deviation is absolute
 */
export function jitter(options: JitterOptions = {}): SignalAugmentation<SeedDraw> {
  const { probability, deviation } = resolveOptions('jitter', options, { probability: 1, deviation: 0.05 });
  checkNumber('jitter', 'deviation', deviation, { atLeast: 0 });
  return signalAugmentation<SeedDraw>({
    name: 'jitter',
    probability,
    draw: drawSeed,
    signal: (from, to, { seed }) => {
      const random = RandomStream.fromSeed(seed);
      const deviations = channelDeviations(from);
      for (let i = 0; i < to.length; i++) {
        to[i] = from.data[i]! + random.normal(0, deviation * deviations[i % from.channels]!);
      }
    },
  });
}
