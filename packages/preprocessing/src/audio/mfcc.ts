import { checkInteger, hostArray, resolveOptions } from '@neurite/core';
import { MEL_DEFAULTS } from '../internal/audio/mel-defaults.js';
import { type MelOptions, melSpectrogram, type Spectrogram } from './mel-spectrogram.js';

export type MfccOptions = MelOptions & {
  /** Number of coefficients, at most `mels`. Default 40. */
  readonly coefficients?: number;
};

/**
 * Mel-frequency cepstral coefficients: the discrete cosine transform (type 2, orthonormal) of each frame of a
 * `melSpectrogram`, c[t, k] = sₖ Σₘ S[t, m] cos(π k (2m + 1) / 2M), s₀ = √(1/M), sₖ = √(2/M).
 *
 * With its defaults torchaudio's `MFCC`, with `log: 'natural'` that of `log_mels=True`; with the options that make librosa's spectrogram librosa's `mfcc`.
 *
 * @returns a function of float32 [frames] or [frames, 1] to a new float32 [time, coefficients]
 * @throws ArgumentError and ShapeError as `melSpectrogram`, and for more coefficients than mels
 * @example
 * const tone = Float32Array.from({ length: 8000 }, (_, i) => Math.sin(i / 9));
 * console.log(mfcc({ coefficients: 13 })(hostArray(tone)).shape); // [41, 13]
 * @see Davis and Mermelstein, "Comparison of parametric representations for monosyllabic word recognition", 1980
 */
export function mfcc(options: MfccOptions = {}): Spectrogram {
  const { coefficients, ...mel } = resolveOptions('mfcc', options, { ...MEL_DEFAULTS, coefficients: 40 });
  const { mels } = mel;
  const spectrogram = melSpectrogram(mel);
  checkInteger('mfcc', 'coefficients', coefficients, { min: 1, max: mels });
  const basis = Float64Array.from({ length: coefficients * mels }, (_, i) => {
    const [k, m] = [Math.floor(i / mels), i % mels];
    return Math.sqrt((k === 0 ? 1 : 2) / mels) * Math.cos((Math.PI * k * (2 * m + 1)) / (2 * mels));
  });
  return (samples) => {
    const { data, shape } = spectrogram(samples);
    const frames = shape[0]!;
    const result = new Float32Array(frames * coefficients);
    for (let t = 0; t < frames; t++) {
      for (let k = 0; k < coefficients; k++) {
        let sum = 0;
        for (let m = 0; m < mels; m++) sum += data[t * mels + m]! * basis[k * mels + m]!;
        result[t * coefficients + k] = sum;
      }
    }
    return hostArray(result, [frames, coefficients]);
  };
}
