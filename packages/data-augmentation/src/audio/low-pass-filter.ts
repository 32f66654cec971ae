import { type FilterDraw, type FilterOptions, filterAugmentation } from '../internal/filter-augmentation.js';
import type { SignalAugmentation } from '../internal/signal-augmentation.js';

/**
 * Takes high frequencies out of recordings, as a telephone or a wall does.
 *
 * A filter of second order by the bilinear transform, `H(s) = 1 / (s² + s/Q + 1)` at the frequency.
 *
 * @param options.probability Default 1
 * @param options.frequency Default 1000 to 6000
 * @param options.q Default √½, without a peak
 * @throws ArgumentError when an option is out of its range
 * @example
 * const filter = lowPassFilter({ sampleRate: 8000, frequency: 1000 });
 * const tone = Float32Array.from({ length: 800 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / 8000));
 * const filtered = filter.signal(hostArray(tone), filter.draw(RandomStream.fromSeed(1), {}));
 * @see https://www.w3.org/TR/audio-eq-cookbook/
 */
export function lowPassFilter(options: FilterOptions = {}): SignalAugmentation<FilterDraw> {
  return filterAugmentation('lowPassFilter', options, {
    frequency: [1000, 6000],
    q: Math.SQRT1_2,
    biquad: (cosine) => [(1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2],
  });
}
