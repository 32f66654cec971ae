import { checkChoice, resolveOptions } from '@neurite/core';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type TimeShiftOptions = Chance & {
  /** How much later, a share of the length: as far to either side of 0, or from the least to the greatest; −1 to 1. Default 0.2. */
  readonly share?: Range;
  /** What stands where nothing came from: `zero`, or with `wrap` what went beyond the other end. Default `zero`. */
  readonly border?: 'zero' | 'wrap';
};

/** How much later, a share of the length; 0 changes nothing. */
export type TimeShiftDraw = { readonly share: number };

/**
 * Lets recordings begin later or earlier.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const shift = timeShift({ border: 'wrap' });
 * const later = shift.signal(hostArray(Float32Array.of(1, 2, 3, 4)), { share: 0.25 }); // 4, 1, 2, 3
 */
export function timeShift(options: TimeShiftOptions = {}): SignalAugmentation<TimeShiftDraw> {
  const name = 'timeShift';
  const { probability, share, border } = resolveOptions(name, options, { probability: 1, share: 0.2, border: 'zero' });
  const range = checkRange(name, 'share', { value: share, around: 0, atLeast: -1, atMost: 1 });
  checkChoice(name, 'border', border, ['zero', 'wrap']);
  return signalAugmentation<TimeShiftDraw>({
    name,
    probability,
    draw: (random) => ({ share: between(random, range) }),
    signal: ({ data, time, channels }, to, draw) => {
      const by = Math.round(draw.share * time) * channels;
      for (let at = 0; at < to.length; at++) {
        const from = at - by;
        const inside = from >= 0 && from < data.length;
        to[at] = inside
          ? data[from]!
          : border === 'zero'
            ? 0
            : data[from < 0 ? from + data.length : from - data.length]!;
      }
    },
  });
}
