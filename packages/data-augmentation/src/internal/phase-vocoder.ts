import { Fourier } from '@neurite/numeric/fourier';

/** Samples of a frame, and from one frame to the next. */
export type Frames = { readonly fftSize: number; readonly hopLength: number };

/**
 * A signal that takes another time at the same pitch: frames are taken at a rate and their amplitudes interpolated, while
 * phases advance as they do between frames of the signal. Equals librosa's `time_stretch`.
 *
 * @returns round(length / rate) values
 * @see Flanagan and Golden, "Phase vocoder", 1966
 */
export function stretched(signal: Float64Array, rate: number, { fftSize, hopLength }: Frames): Float64Array {
  const fourier = new Fourier(fftSize);
  const window = Float64Array.from({ length: fftSize }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / fftSize));
  const { amplitudes, phases, frames, bins } = analyzed(signal, { fftSize, hopLength, fourier, window });
  const length = Math.round(signal.length / rate);
  const middle = Math.floor(fftSize / 2);
  const sums = new Float64Array(length + 2 * middle + fftSize);
  const weights = new Float64Array(sums.length);
  const phase = phases.slice(0, bins);
  const [re, im] = [new Float64Array(fftSize), new Float64Array(fftSize)];
  const count = Math.min(Math.ceil(frames / rate), Math.ceil((length + 2 * middle) / hopLength));
  for (let t = 0; t < count; t++) {
    const at = Math.floor(t * rate);
    const share = t * rate - at;
    for (let k = 0; k < bins; k++) {
      const [here, next] = [at * bins + k, (at + 1) * bins + k];
      const amplitude = (1 - share) * amplitudes[here]! + share * amplitudes[next]!;
      re[k] = amplitude * Math.cos(phase[k]!);
      im[k] = amplitude * Math.sin(phase[k]!);
      const expected = (2 * Math.PI * hopLength * k) / fftSize;
      const extra = phases[next]! - phases[here]! - expected;
      phase[k]! += expected + extra - 2 * Math.PI * Math.round(extra / (2 * Math.PI));
    }
    for (let k = bins; k < fftSize; k++) {
      re[k] = re[fftSize - k]!;
      im[k] = -im[fftSize - k]!;
    }
    // Of real numbers both ends are real.
    im[0] = 0;
    if (fftSize % 2 === 0) im[bins - 1] = 0;
    fourier.inverse(re, im);
    for (let n = 0; n < fftSize; n++) {
      sums[t * hopLength + n]! += re[n]! * window[n]!;
      weights[t * hopLength + n]! += window[n]! ** 2;
    }
  }
  return Float64Array.from({ length }, (_, n) => {
    const weight = weights[n + middle]!;
    return weight > 1e-30 ? sums[n + middle]! / weight : 0;
  });
}

/** Amplitudes and phases of all frames, [frames + 2, bins]; the first is centred on the first sample, and zeros follow. */
function analyzed(
  signal: Float64Array,
  { fftSize, hopLength, fourier, window }: Frames & { readonly fourier: Fourier; readonly window: Float64Array },
): {
  readonly amplitudes: Float64Array;
  readonly phases: Float64Array;
  readonly frames: number;
  readonly bins: number;
} {
  const bins = Math.floor(fftSize / 2) + 1;
  const frames = Math.floor(signal.length / hopLength) + 1;
  const [amplitudes, phases] = [new Float64Array((frames + 2) * bins), new Float64Array((frames + 2) * bins)];
  const [re, im] = [new Float64Array(fftSize), new Float64Array(fftSize)];
  for (let t = 0; t < frames; t++) {
    const first = t * hopLength - Math.floor(fftSize / 2);
    for (let n = 0; n < fftSize; n++) re[n] = (signal[first + n] ?? 0) * window[n]!;
    im.fill(0);
    fourier.forward(re, im);
    for (let k = 0; k < bins; k++) {
      amplitudes[t * bins + k] = Math.hypot(re[k]!, im[k]!);
      phases[t * bins + k] = Math.atan2(im[k]!, re[k]!);
    }
  }
  return { amplitudes, phases, frames, bins };
}
