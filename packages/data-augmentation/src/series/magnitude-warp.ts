import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { naturalSpline } from '../internal/natural-spline.js';
import {
  type Chance,
  checkDrawn,
  type SignalAugmentation,
  signalAugmentation,
} from '../internal/signal-augmentation.js';

export type MagnitudeWarpOptions = Chance & {
  /** Standard deviation of the factors at the knots, whose mean is 1. Default 0.2. */
  readonly deviation?: number;
  /** The number of knots between the ends: an integer of at least 0. Default 4. */
  readonly knots?: number;
};

/** The factors of each channel at the knots, both ends included. */
export type MagnitudeWarpDraw = { readonly factors: readonly (readonly number[])[] };

/**
 * Multiplies each channel of a signal by a smooth curve: the natural cubic spline through factors from N(1, σ²) at knots at
 * equal distances in time.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const ramp = magnitudeWarp().signal(hostArray(Float32Array.of(1, 1, 1)), { factors: [[1, 2]] }); // 1, 1.5, 2
 * @see Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional Neural
 *   Networks", 2017
 */
export function magnitudeWarp(options: MagnitudeWarpOptions = {}): SignalAugmentation<MagnitudeWarpDraw> {
  const name = 'magnitudeWarp';
  const { probability, deviation, knots } = resolveOptions(name, options, { probability: 1, deviation: 0.2, knots: 4 });
  checkNumber(name, 'deviation', deviation, { atLeast: 0 });
  checkInteger(name, 'knots', knots, { min: 0 });
  return signalAugmentation<MagnitudeWarpDraw>({
    name,
    probability,
    draw: (random, channels) => ({
      factors: Array.from({ length: channels }, () =>
        Array.from({ length: knots + 2 }, () => random.normal(1, deviation)),
      ),
    }),
    signal: (from, to, { factors }) => {
      checkDrawn(name, factors, from);
      const curves = factors.map(naturalSpline);
      const end = Math.max(from.time - 1, 1);
      for (let i = 0; i < to.length; i++) {
        const channel = i % from.channels;
        to[i] = from.data[i]! * curves[channel]!((i - channel) / from.channels / end);
      }
    },
  });
}
