import { checkInteger, resolveOptions } from '@neurite/core';
import { eachChannel } from '../internal/channels.js';
import { stretched } from '../internal/phase-vocoder.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { resampleBandLimited } from '../internal/resample-band-limited.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type PitchShiftOptions = Chance & {
  /** How much higher, in semitones: as far to either side of 0, or from the least to the greatest; −24 to 24. Default 4. */
  readonly semitones?: Range;
  /** Samples of a frame, at least 2; frames begin a quarter of it apart. Default 2048. */
  readonly fftSize?: number;
};

/** How much higher, in semitones; 0 changes nothing. */
export type PitchShiftDraw = { readonly semitones: number };

/**
 * Plays recordings higher or lower in the same time: slowed down by a phase vocoder, then resampled, or sped up. A shift of
 * 12 semitones doubles frequencies.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const shift = pitchShift({ semitones: [-2, 2], fftSize: 256 });
 * const tone = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i / 3));
 * const higher = shift.signal(hostArray(tone), { semitones: 2 });
 */
export function pitchShift(options: PitchShiftOptions = {}): SignalAugmentation<PitchShiftDraw> {
  const name = 'pitchShift';
  const { probability, semitones, fftSize } = resolveOptions(name, options, {
    probability: 1,
    semitones: 4,
    fftSize: 2048,
  });
  const range = checkRange(name, 'semitones', { value: semitones, around: 0, atLeast: -24, atMost: 24 });
  checkInteger(name, 'fftSize', fftSize, { min: 2 });
  const hopLength = Math.max(1, Math.floor(fftSize / 4));
  return signalAugmentation<PitchShiftDraw>({
    name,
    probability,
    draw: (random) => ({ semitones: between(random, range) }),
    signal: (from, to, draw) => {
      const ratio = 2 ** (draw.semitones / 12);
      if (ratio === 1) {
        to.set(from.data);
        return;
      }
      eachChannel(from, to, (values) => {
        const longer = stretched(values, 1 / ratio, { fftSize, hopLength });
        return resampleBandLimited(longer, ratio, values.length);
      });
    },
  });
}
