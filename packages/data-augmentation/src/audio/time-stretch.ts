import { checkInteger, resolveOptions } from '@neurite/core';
import { eachChannel } from '../internal/channels.js';
import { stretched } from '../internal/phase-vocoder.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type TimeStretchOptions = Chance & {
  /** How much faster, above 0: one number, or the least and the greatest. Default 0.8 to 1.25. */
  readonly rate?: Range;
  /** Samples of a frame, at least 2. Default 2048. */
  readonly fftSize?: number;
  /** Samples from one frame to the next, at most `fftSize`. Default: a quarter of it. */
  readonly hopLength?: number | undefined;
};

/** How much faster; 1 changes nothing. */
export type TimeStretchDraw = { readonly rate: number };

/**
 * Plays recordings faster or slower at the same pitch, by a phase vocoder. The length stays: what is faster ends in zeros,
 * and what is slower is cut off.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const stretch = timeStretch({ fftSize: 256 });
 * const tone = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i / 3));
 * const slower = stretch.signal(hostArray(tone), { rate: 0.8 });
 * @see Flanagan and Golden, "Phase vocoder", 1966; with its defaults it is librosa's `time_stretch`
 */
export function timeStretch(options: TimeStretchOptions = {}): SignalAugmentation<TimeStretchDraw> {
  const name = 'timeStretch';
  const resolved = resolveOptions(name, options, {
    probability: 1,
    rate: [0.8, 1.25] as Range,
    fftSize: 2048,
    hopLength: undefined,
  });
  const { fftSize, hopLength = Math.max(1, Math.floor(fftSize / 4)) } = resolved;
  const rates = checkRange(name, 'rate', { value: resolved.rate, above: 0 });
  checkInteger(name, 'fftSize', fftSize, { min: 2 });
  checkInteger(name, 'hopLength', hopLength, { min: 1, max: fftSize });
  return signalAugmentation<TimeStretchDraw>({
    name,
    probability: resolved.probability,
    draw: (random) => ({ rate: between(random, rates) }),
    signal: (from, to, { rate }) => {
      if (rate === 1) to.set(from.data);
      else eachChannel(from, to, (values) => stretched(values, rate, { fftSize, hopLength }));
    },
  });
}
