import { checkNumber, resolveOptions } from '@neurite/core';
import {
  type Chance,
  checkDrawn,
  type SignalAugmentation,
  signalAugmentation,
} from '../internal/signal-augmentation.js';

export type ScalingOptions = Chance & {
  /** Standard deviation of the factors, whose mean is 1. Default 0.1. */
  readonly deviation?: number;
};

/** The factor of each channel. */
export type ScalingDraw = { readonly factors: readonly number[] };

/**
 * Multiplies each channel of a signal by a factor of its own, from N(1, σ²).
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const twice = scaling().signal(hostArray(Float32Array.of(1, 2, 3)), { factors: [2] }); // 2, 4, 6
 * @see Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional Neural
 *   Networks", 2017
 */
export function scaling(options: ScalingOptions = {}): SignalAugmentation<ScalingDraw> {
  const { probability, deviation } = resolveOptions('scaling', options, { probability: 1, deviation: 0.1 });
  checkNumber('scaling', 'deviation', deviation, { atLeast: 0 });
  return signalAugmentation<ScalingDraw>({
    name: 'scaling',
    probability,
    draw: (random, channels) => ({ factors: Array.from({ length: channels }, () => random.normal(1, deviation)) }),
    signal: (from, to, { factors }) => {
      checkDrawn('scaling', factors, from);
      for (let i = 0; i < to.length; i++) to[i] = from.data[i]! * factors[i % from.channels]!;
    },
  });
}
