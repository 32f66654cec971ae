import { resolveOptions } from '@neurite/core';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type RandomGainOptions = Chance & {
  /** How much louder in decibels: as far to either side of 0, or from the least to the greatest. Default −12 to 6. */
  readonly decibels?: Range;
};

/** How much louder, in decibels; 0 changes nothing. */
export type GainDraw = { readonly decibels: number };

/**
 * Makes recordings louder or quieter: all values times `10^(decibels / 20)`. What is above 1 stays so; cut it off by
 * `clipping` where that is wanted.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const gain = randomGain();
 * const louder = gain.signal(hostArray(Float32Array.of(0.1, -0.2)), { decibels: 20 }); // 1, −2
 */
export function randomGain(options: RandomGainOptions = {}): SignalAugmentation<GainDraw> {
  const { probability, decibels } = resolveOptions('randomGain', options, { probability: 1, decibels: [-12, 6] });
  const range = checkRange('randomGain', 'decibels', { value: decibels, around: 0 });
  return signalAugmentation<GainDraw>({
    name: 'randomGain',
    probability,
    draw: (random) => ({ decibels: between(random, range) }),
    signal: ({ data }, to, draw) => {
      const factor = 10 ** (draw.decibels / 20);
      for (let i = 0; i < to.length; i++) to[i] = data[i]! * factor;
    },
  });
}
