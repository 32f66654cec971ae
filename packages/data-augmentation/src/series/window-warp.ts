import { checkNumber, resolveOptions } from '@neurite/core';
import { checkRange, type Range } from '../internal/ranges.js';
import { resampleSignal } from '../internal/resample-signal.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type WindowWarpOptions = Chance & {
  /** The part of the signal that is warped: above 0, at most 1. Default 0.1. */
  readonly share?: number;
  /** How much longer it becomes, one of two: numbers above 0. Default 0.5 or 2. */
  readonly scales?: readonly [number, number];
};

/** Where the window begins, as a share of the places where it can, and how much longer it becomes. */
export type WindowWarpDraw = { readonly start: number; readonly scale: number };

/**
 * Slows a window of a signal down, or speeds it up; the whole is brought to its length again by linear interpolation.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const warp = windowWarp({ share: 0.5 });
 * warp.signal(hostArray(Float32Array.of(0, 1, 2, 3, 4)), { start: 0, scale: 2 }); // 0, 0.75, 1.5, 2.5, 4
 * @see Le Guennec et al., "Data Augmentation for Time Series Classification using Convolutional Neural Networks", 2016
 */
export function windowWarp(options: WindowWarpOptions = {}): SignalAugmentation<WindowWarpDraw> {
  const name = 'windowWarp';
  const { probability, share, scales } = resolveOptions(name, options, {
    probability: 1,
    share: 0.1,
    scales: [0.5, 2],
  });
  checkNumber(name, 'share', share, { above: 0, atMost: 1 });
  const range: Range = scales;
  const [low, high] = checkRange(name, 'scales', { value: range, above: 0 });
  return signalAugmentation<WindowWarpDraw>({
    name,
    probability,
    draw: (random) => ({ start: random.uniform(), scale: random.integer(2) === 0 ? low : high }),
    signal: (from, to, { start, scale }) => {
      const end = from.time - 1;
      const window = share * end;
      const first = start * (end - window);
      const stretched = window * scale;
      const stride = (end + stretched - window) / Math.max(end, 1);
      resampleSignal(from, to, (step) => {
        if (step === end) return end;
        const at = step * stride;
        if (at <= first) return at;
        return at <= first + stretched ? first + (at - first) / scale : at - stretched + window;
      });
    },
  });
}
