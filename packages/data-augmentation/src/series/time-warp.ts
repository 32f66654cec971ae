import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { naturalSpline } from '../internal/natural-spline.js';
import { resampleSignal } from '../internal/resample-signal.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type TimeWarpOptions = Chance & {
  /** Standard deviation of the speeds at the knots, whose mean is 1. Default 0.2. */
  readonly deviation?: number;
  /** The number of knots between the ends: an integer of at least 0. Default 4. */
  readonly knots?: number;
};

/** How fast time runs at the knots, both ends included. */
export type TimeWarpDraw = { readonly speeds: readonly number[] };

/** No step goes backwards, nor stands still. */
const LEAST_SPEED = 0.1;

/**
 * Runs through a signal faster here and slower there, all channels alike, from its beginning to its end: the speed is the
 * natural cubic spline through draws from N(1, σ²) at knots at equal distances, and at least 0.1.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const series = hostArray(Float32Array.of(0, 1, 2, 3, 4));
 * const later = timeWarp().signal(series, { speeds: [1, 3] }); // slow at first: 0, 0.625, 1.5, 2.625, 4
 * @see Um et al., "Data Augmentation of Wearable Sensor Data for Parkinson's Disease Monitoring using Convolutional Neural
 *   Networks", 2017
 */
export function timeWarp(options: TimeWarpOptions = {}): SignalAugmentation<TimeWarpDraw> {
  const name = 'timeWarp';
  const { probability, deviation, knots } = resolveOptions(name, options, { probability: 1, deviation: 0.2, knots: 4 });
  checkNumber(name, 'deviation', deviation, { atLeast: 0 });
  checkInteger(name, 'knots', knots, { min: 0 });
  return signalAugmentation<TimeWarpDraw>({
    name,
    probability,
    draw: (random) => ({ speeds: Array.from({ length: knots + 2 }, () => random.normal(1, deviation)) }),
    signal: (from, to, { speeds }) => {
      const speedAt = naturalSpline(speeds);
      const end = from.time - 1;
      const gone = new Float64Array(from.time);
      // The speed between two steps is that in their middle.
      for (let step = 1; step < from.time; step++) {
        gone[step] = gone[step - 1]! + Math.max(speedAt((step - 0.5) / end), LEAST_SPEED);
      }
      resampleSignal(from, to, (step) => (step === end ? end : (gone[step]! / gone[end]!) * end));
    },
  });
}
