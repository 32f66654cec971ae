import {
  ArgumentError,
  checkChoice,
  checkInteger,
  checkNumber,
  type HostArray,
  hostArray,
  resolveOptions,
  ShapeError,
} from '@neurite/core';
import { Fourier } from '@neurite/numeric/fourier';
import { MEL_DEFAULTS } from '../internal/audio/mel-defaults.js';
import { melFilters } from '../internal/audio/mel-filters.js';
import { checkHostArray } from '../internal/check-arguments.js';

export type MelOptions = {
  /** Samples in a second. Default 16,000. */
  readonly sampleRate?: number;
  /** Samples of a transform; frames are as long, or shorter (`windowLength`). Default 400. */
  readonly fftSize?: number;
  /** Samples of the window, a periodic Hann, in the middle of a frame. Default: `fftSize`. */
  readonly windowLength?: number | undefined;
  /** Samples from one frame to the next. Default: half of the window. */
  readonly hopLength?: number | undefined;
  /** Number of triangles. Default 128. */
  readonly mels?: number;
  /** Where the first triangle begins, in Hz. Default 0. */
  readonly minFrequency?: number;
  /** Where the last one ends, in Hz. Default: half of `sampleRate`. */
  readonly maxFrequency?: number | undefined;
  /** Of mels: `htk`, 2595 log₁₀(1 + f / 700), or `slaney`, linear below 1 kHz. Default `htk`. */
  readonly scale?: 'htk' | 'slaney';
  /** `none`: triangles of height 1; `slaney`: of area 1. Default `none`. */
  readonly norm?: 'none' | 'slaney';
  /** The power of absolute values that is summed: 1 or 2. Default 2. */
  readonly power?: 1 | 2;
  /** What stands around the samples, half a transform on each side, so that frames are centred; or no frame begins outside. Default `reflect`. */
  readonly padding?: 'reflect' | 'zeros' | 'none';
  /** `none`; `natural`, ln(S + 10⁻⁶), as torchaudio's `log_mels`; `decibel`, 10 log₁₀(max(S, 10⁻¹⁰)), at most 80 below the largest. Default `decibel`. */
  readonly log?: 'none' | 'natural' | 'decibel';
};

const WHERE = 'melSpectrogram';
const PADDING = ['reflect', 'zeros', 'none'] as const;
const TOP_DECIBEL = 80;

/** Frames of a recording. */
export type Spectrogram = (samples: HostArray<'float32'>) => HostArray<'float32'>;

/**
 * The log-mel spectrogram of recordings: S[t, m] = Σₖ wₘₖ |Σₙ xₙ₊ₜₕ hₙ e^(−2πi kn/N)|², with h a Hann window and w triangles
 * that lie evenly on the scale of mels; then its logarithm.
 *
 * With its defaults it is torchaudio's `MelSpectrogram` with `AmplitudeToDB(top_db=80)` (for an even `fftSize` and an even
 * rate: of an odd one torchaudio rounds the highest frequency down); with `scale` and `norm` of `slaney`
 * and `padding: 'zeros'` librosa's `melspectrogram` with `power_to_db`. Sums are in float64.
 *
 * @returns a function of float32 [frames] or [frames, 1] to a new float32 [time, mels]
 * @throws ArgumentError when an option is out of its range; the function ShapeError for several channels, or samples that
 *   are too few to be padded or for a frame
 * @example
 * const spectrogram = melSpectrogram({ sampleRate: 16_000, mels: 40 });
 * const tone = Float32Array.from({ length: 16_000 }, (_, i) => Math.sin((2 * Math.PI * 440 * i) / 16_000));
 * console.log(spectrogram(hostArray(tone)).shape); // [81, 40]
 * @see https://docs.pytorch.org/audio/stable/generated/torchaudio.transforms.MelSpectrogram.html
 */
export function melSpectrogram(options: MelOptions = {}): Spectrogram {
  const given = resolveOptions(WHERE, options, MEL_DEFAULTS);
  const { sampleRate, fftSize, mels, minFrequency, scale, norm, power, padding, log } = given;
  const { windowLength = fftSize, maxFrequency = sampleRate / 2 } = given;
  const { hopLength = Math.max(1, Math.floor(windowLength / 2)) } = given;
  checkNumber(WHERE, 'sampleRate', sampleRate, { above: 0 });
  checkInteger(WHERE, 'fftSize', fftSize, { min: 2 });
  checkInteger(WHERE, 'windowLength', windowLength, { min: 1, max: fftSize });
  checkInteger(WHERE, 'hopLength', hopLength, { min: 1 });
  checkInteger(WHERE, 'mels', mels, { min: 1 });
  checkNumber(WHERE, 'minFrequency', minFrequency, { atLeast: 0 });
  checkNumber(WHERE, 'maxFrequency', maxFrequency, { above: minFrequency });
  checkChoice(WHERE, 'scale', scale, ['htk', 'slaney']);
  checkChoice(WHERE, 'norm', norm, ['none', 'slaney']);
  checkChoice(WHERE, 'padding', padding, PADDING);
  checkChoice(WHERE, 'log', log, ['none', 'natural', 'decibel']);
  if (power !== 1 && power !== 2) {
    throw new ArgumentError({ where: WHERE, argument: 'power', expected: 'be 1 or 2', received: String(power) });
  }
  const filters = melFilters({
    mels,
    scale,
    isNormalized: norm === 'slaney',
    low: minFrequency,
    high: maxFrequency,
    fftSize,
    sampleRate,
  });
  const window = hann(windowLength, fftSize);
  const fourier = new Fourier(fftSize);
  const spectrum = new Float64Array(Math.floor(fftSize / 2) + 1);
  const frame = new Float64Array(fftSize);
  return (samples) => {
    const padded = pad(samplesOf(samples, { fftSize, padding }), fftSize, padding);
    const count = Math.floor((padded.length - fftSize) / hopLength) + 1;
    const result = new Float32Array(count * mels);
    for (let t = 0, at = 0; t < count; t++) {
      for (let n = 0; n < fftSize; n++) frame[n] = padded[t * hopLength + n]! * window[n]!;
      fourier.power(frame, spectrum);
      if (power === 1) for (let k = 0; k < spectrum.length; k++) spectrum[k] = Math.sqrt(spectrum[k]!);
      for (const { first, weights } of filters) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * spectrum[first + k]!;
        result[at++] = logarithm(sum, log);
      }
    }
    if (log === 'decibel') {
      const least = result.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) - TOP_DECIBEL;
      for (let i = 0; i < result.length; i++) if (result[i]! < least) result[i] = least;
    }
    return hostArray(result, [count, mels]);
  };
}

function logarithm(value: number, log: 'none' | 'natural' | 'decibel'): number {
  if (log === 'none') return value;
  return log === 'natural' ? Math.log(value + 1e-6) : 10 * Math.log10(Math.max(value, 1e-10));
}

/** A window in the middle of a frame. */
function hann(length: number, size: number): Float64Array {
  const window = new Float64Array(size);
  const first = Math.floor((size - length) / 2);
  for (let n = 0; n < length; n++) window[first + n] = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length);
  return window;
}

function samplesOf(
  samples: HostArray<'float32'>,
  { fftSize, padding }: { readonly fftSize: number; readonly padding: (typeof PADDING)[number] },
): Float32Array {
  checkHostArray(WHERE, 'samples', samples);
  const { data, shape } = samples;
  if (shape.length < 1 || shape.length > 2 || (shape[1] ?? 1) !== 1) {
    const expected = 'have shape [frames] or [frames, 1]';
    throw new ShapeError({ where: WHERE, argument: 'samples', expected, received: `[${shape.join(', ')}]` });
  }
  const least = padding === 'none' ? fftSize : padding === 'reflect' ? Math.floor(fftSize / 2) + 1 : 1;
  if (data.length < least) {
    const expected = `have at least ${least} frames`;
    throw new ShapeError({ where: WHERE, argument: 'samples', expected, received: String(data.length) });
  }
  return data;
}

function pad(samples: Float32Array, size: number, padding: (typeof PADDING)[number]): Float32Array {
  if (padding === 'none') return samples;
  const side = Math.floor(size / 2);
  const padded = new Float32Array(samples.length + 2 * side);
  padded.set(samples, side);
  if (padding === 'zeros') return padded;
  for (let i = 1; i <= side; i++) {
    padded[side - i] = samples[i]!;
    padded[side + samples.length - 1 + i] = samples[samples.length - 1 - i]!;
  }
  return padded;
}
