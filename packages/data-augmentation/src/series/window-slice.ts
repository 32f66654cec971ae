import { checkNumber, resolveOptions } from '@neurite/core';
import { resampleSignal } from '../internal/resample-signal.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type WindowSliceOptions = Chance & {
  /** The part of the signal that remains: above 0, at most 1. Default 0.9. */
  readonly share?: number;
};

/** Where the part begins, as a share of the places where it can. */
export type WindowSliceDraw = { readonly start: number };

/**
 * Cuts a part out of a signal and stretches it to the whole length, by linear interpolation.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const half = windowSlice({ share: 0.5 });
 * half.signal(hostArray(Float32Array.of(0, 1, 2, 3, 4)), { start: 1 }); // 2, 2.5, 3, 3.5, 4
 * @see Le Guennec et al., "Data Augmentation for Time Series Classification using Convolutional Neural Networks", 2016
 */
export function windowSlice(options: WindowSliceOptions = {}): SignalAugmentation<WindowSliceDraw> {
  const { probability, share } = resolveOptions('windowSlice', options, { probability: 1, share: 0.9 });
  checkNumber('windowSlice', 'share', share, { above: 0, atMost: 1 });
  return signalAugmentation<WindowSliceDraw>({
    name: 'windowSlice',
    probability,
    draw: (random) => ({ start: random.uniform() }),
    signal: (from, to, { start }) => {
      const first = start * (1 - share) * (from.time - 1);
      resampleSignal(from, to, (step) => first + step * share);
    },
  });
}
