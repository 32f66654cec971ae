import { resolveOptions } from '@neurite/core';
import { Fourier } from '@neurite/numeric/fourier';
import { eachChannel } from '../internal/channels.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type FrequencyMaskOptions = Chance & {
  /** The width of the band, a share of all frequencies, 0 to 1: one, or the least and the greatest. Default 0.02 to 0.2. */
  readonly width?: Range;
};

/** Where the band begins, a share of the places where it can, and its width, a share of all frequencies. */
export type FrequencyMaskDraw = { readonly start: number; readonly width: number };

/**
 * Takes a band of frequencies out of a signal, in all channels: their Fourier coefficients become 0. The mean stays.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const mask = frequencyMask();
 * const signal = hostArray(Float32Array.of(1, 0, 1, 0)); // its highest frequency, and its mean
 * const masked = mask.signal(signal, { start: 1, width: 0.5 }); // 0.5, 0.5, 0.5, 0.5
 */
export function frequencyMask(options: FrequencyMaskOptions = {}): SignalAugmentation<FrequencyMaskDraw> {
  const { probability, width } = resolveOptions('frequencyMask', options, { probability: 1, width: [0.02, 0.2] });
  const widths = checkRange('frequencyMask', 'width', { value: width, atLeast: 0, atMost: 1 });
  return signalAugmentation<FrequencyMaskDraw>({
    name: 'frequencyMask',
    probability,
    draw: (random) => ({ start: random.uniform(), width: between(random, widths) }),
    signal: (from, to, draw) => {
      const { time } = from;
      const bins = Math.floor(time / 2);
      const count = Math.round(draw.width * bins);
      if (count === 0) {
        to.set(from.data);
        return;
      }
      const first = 1 + Math.round(draw.start * (bins - count));
      const fourier = new Fourier(time);
      const im = new Float64Array(time);
      eachChannel(from, to, (values) => {
        const re = values.slice();
        im.fill(0);
        fourier.forward(re, im);
        for (let k = first; k < first + count; k++) {
          for (const at of [k, time - k]) {
            re[at] = 0;
            im[at] = 0;
          }
        }
        fourier.inverse(re, im);
        return re;
      });
    },
  });
}
