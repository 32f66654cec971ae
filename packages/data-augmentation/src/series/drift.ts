import { checkInteger, resolveOptions } from '@neurite/core';
import { channelDeviations } from '../internal/channel-deviations.js';
import { naturalSpline } from '../internal/natural-spline.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import {
  type Chance,
  checkDrawn,
  type SignalAugmentation,
  signalAugmentation,
} from '../internal/signal-augmentation.js';

export type DriftOptions = Chance & {
  /** How far values drift at most, in standard deviations of the channel: one, or the least and the greatest. Default 0.1 to 0.5. */
  readonly distance?: Range;
  /** The number of knots between the ends: an integer of at least 0. Default 3. */
  readonly knots?: number;
};

/** How far each channel drifts, and its random walk over the knots, both ends included. */
export type DriftDraw = { readonly distances: readonly number[]; readonly walks: readonly (readonly number[])[] };

/**
 * Adds a slow drift to each channel of a signal: a random walk from knot to knot, smoothed by a natural cubic spline and
 * scaled to the distance drawn.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const away = drift().signal(hostArray(Float32Array.of(1, -1, 1)), { distances: [1], walks: [[0, 3]] });
 * // 1, −0.53, 1.94: the standard deviation is 0.94
 */
export function drift(options: DriftOptions = {}): SignalAugmentation<DriftDraw> {
  const { probability, distance, knots } = resolveOptions('drift', options, {
    probability: 1,
    distance: [0.1, 0.5],
    knots: 3,
  });
  const distances = checkRange('drift', 'distance', { value: distance, atLeast: 0 });
  checkInteger('drift', 'knots', knots, { min: 0 });
  return signalAugmentation<DriftDraw>({
    name: 'drift',
    probability,
    draw: (random, channels) => {
      const each = Array.from({ length: channels });
      return {
        distances: each.map(() => between(random, distances)),
        walks: each.map(() => {
          let at = 0;
          return Array.from({ length: knots + 2 }, (_, knot) => (at += knot === 0 ? 0 : random.normal()));
        }),
      };
    },
    signal: (from, to, draw) => {
      checkDrawn('drift', draw.walks, from);
      const { data, time, channels } = from;
      const end = Math.max(time - 1, 1);
      channelDeviations(from).forEach((deviation, channel) => {
        const curve = naturalSpline(draw.walks[channel]!);
        const values = Float64Array.from({ length: time }, (_, step) => curve(step / end));
        const most = values.reduce((farthest, value) => Math.max(farthest, Math.abs(value)), 0);
        const factor = most === 0 ? 0 : (draw.distances[channel]! * deviation) / most;
        for (let step = 0; step < time; step++) {
          to[step * channels + channel] = data[step * channels + channel]! + values[step]! * factor;
        }
      });
    },
  });
}
