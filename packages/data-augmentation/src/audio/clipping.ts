import { resolveOptions } from '@neurite/core';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type ClippingOptions = Chance & {
  /** The share of values that is cut off, 0 to 1: one, or the least and the greatest. Default 0 to 0.1. */
  readonly share?: Range;
};

/** The share of values that is cut off; 0 changes nothing. */
export type ClippingDraw = { readonly share: number };

/**
 * Distorts recordings as a microphone does that is too near: absolute values above a threshold become the threshold, the
 * quantile 1 − share of them all, with linear interpolation.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const distort = clipping();
 * const distorted = distort.signal(hostArray(Float32Array.of(1, -2, 3, -4, 5)), { share: 0.5 }); // 1, −2, 3, −3, 3
 */
export function clipping(options: ClippingOptions = {}): SignalAugmentation<ClippingDraw> {
  const { probability, share } = resolveOptions('clipping', options, { probability: 1, share: [0, 0.1] });
  const range = checkRange('clipping', 'share', { value: share, atLeast: 0, atMost: 1 });
  return signalAugmentation<ClippingDraw>({
    name: 'clipping',
    probability,
    draw: (random) => ({ share: between(random, range) }),
    signal: ({ data }, to, draw) => {
      if (data.length === 0) return;
      const sorted = data.map(Math.abs).sort();
      const at = (1 - draw.share) * (sorted.length - 1);
      const [before, after] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
      const threshold = before + (after - before) * (at - Math.floor(at));
      for (let i = 0; i < to.length; i++) to[i] = Math.min(Math.max(data[i]!, -threshold), threshold);
    },
  });
}
