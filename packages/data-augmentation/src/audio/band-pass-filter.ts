import { type FilterDraw, type FilterOptions, filterAugmentation } from '../internal/filter-augmentation.js';
import type { SignalAugmentation } from '../internal/signal-augmentation.js';

/**
 * Leaves the frequencies around one, as a small radio does.
 *
 * A filter of second order by the bilinear transform, `H(s) = (s/Q) / (s² + s/Q + 1)`: 1 at the frequency.
 *
 * @param options.probability Default 1
 * @param options.frequency Default 300 to 3000
 * @param options.q Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const filter = bandPassFilter({ sampleRate: 8000, frequency: 1000 });
 * const tone = Float32Array.from({ length: 800 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / 8000));
 * const filtered = filter.signal(hostArray(tone), filter.draw(RandomStream.fromSeed(1), {}));
 * @see https://www.w3.org/TR/audio-eq-cookbook/
 */
export function bandPassFilter(options: FilterOptions = {}): SignalAugmentation<FilterDraw> {
  return filterAugmentation('bandPassFilter', options, {
    frequency: [300, 3000],
    q: 1,
    biquad: (_, alpha) => [alpha, 0, -alpha],
  });
}
