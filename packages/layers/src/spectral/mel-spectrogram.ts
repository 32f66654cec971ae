import {
  type Blueprint,
  checkChoice,
  checkInteger,
  checkNumber,
  defineLayer,
  formatShape,
  formatSpec,
  Module,
  resolveOptions,
  ShapeError,
  type Size,
  type Spec,
  spec,
  type TensorSpec,
  tensorInput,
} from '@neurite/core';
import {
  log,
  max,
  maximum,
  mul,
  reshape,
  sqrt,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { convolve } from '../internal/convolve.js';
import { copiedEdges, MIRRORED } from '../internal/edges.js';
import { melMatrix } from '../internal/mel-matrix.js';
import { padAxes } from '../internal/pad-axes.js';
import { project } from '../internal/project.js';
import {
  binsOf,
  fourierKernel,
  kernelTensor,
  powerOf,
  type SpectralWindow,
  windowValues,
} from '../internal/short-time-fourier.js';
import { elements, sizesOf } from '../internal/sizes.js';
import { AXES, toWindow } from '../internal/spatial.js';

/** The options of `melSpectrogram`. */
export type MelSpectrogramOptions = {
  /** Samples in a second: above 0. Default 16,000. */
  readonly sampleRate?: number;
  /** Samples of a transform: an integer of at least 2. Default 400. */
  readonly fftSize?: number;
  /** Samples of the window, in the middle of a frame: an integer from 2 to `fftSize`. Default: `fftSize`. */
  readonly windowLength?: number | undefined;
  /** Samples from one frame to the next: an integer of at least 1. Default: half of the window. */
  readonly hopLength?: number | undefined;
  /** What a frame is multiplied by, by name, then periodic, or as `windowLength` numbers. Default `hann`. */
  readonly window?: SpectralWindow;
  /** The number of triangles: an integer of at least 1. Default 128. */
  readonly mels?: number;
  /** Where the first triangle begins, in Hz: at least 0. Default 0. */
  readonly minFrequency?: number;
  /** Where the last one ends, in Hz: above `minFrequency`. Default: half of `sampleRate`. */
  readonly maxFrequency?: number | undefined;
  /** Of mels: `htk`, 2595 log₁₀(1 + f / 700), or `slaney`, linear below 1 kHz. Default `htk`. */
  readonly scale?: 'htk' | 'slaney';
  /** `none`: triangles of height 1; `slaney`: of area 1. Default `none`. */
  readonly norm?: 'none' | 'slaney';
  /** What the sides of triangles are straight in: `hertz` as in torchaudio and librosa, `mels` as in Keras. Default `hertz`. */
  readonly straightIn?: 'hertz' | 'mels';
  /** The power of absolute values that is summed: 1 or 2. Default 2. */
  readonly power?: 1 | 2;
  /** What stands around the samples, half a transform on each side, so that frames are centred; or no frame begins outside. Default `reflect`. */
  readonly padding?: 'reflect' | 'zeros' | 'none';
  /** `none`; `natural`, ln(max(S, 10⁻⁶)); `decibel`, 10 log₁₀(max(S, 10⁻¹⁰)), at most 80 below the largest of its sample. Default `decibel`. */
  readonly log?: 'none' | 'natural' | 'decibel';
};

const WHERE = 'melSpectrogram';
const TOP_DECIBEL = 80;

/** The module of `melSpectrogram`. It has no parameters. */
export class MelSpectrogram extends Module<Tensor2D, Tensor3D> {
  readonly #resolved: Resolved;
  /** [windowLength, 1, 2 · bins] */
  readonly #kernel: Float32Array;
  /** [bins, mels] */
  readonly #triangles: Float32Array;

  /** @throws ArgumentError as `melSpectrogram` does */
  constructor(options: MelSpectrogramOptions = {}) {
    super();
    this.#resolved = resolve(options);
    this.#kernel = fourierKernel(this.#resolved.values, this.#resolved.fftSize);
    this.#triangles = melMatrix(this.#resolved.triangles);
  }

  /**
   * @param x [batch, samples]
   * @returns a new tensor [batch, frames, mels], owned by the caller
   * @throws ShapeError when `x` has other axes, or samples that are too few to be padded or for a frame
   */
  override forward(x: Tensor2D): Tensor3D {
    const { fftSize, mels, power, window, log: scale } = this.#resolved;
    if (x.rank !== 2) {
      const expected = 'have shape [batch, samples]';
      throw new ShapeError({ where: WHERE, argument: 'x', expected, received: formatShape(x.shape) });
    }
    const [batch, samples] = x.shape;
    framesOf(samples, this.#resolved, { argument: 'x', received: formatShape(x.shape) });
    return tidy(() => {
      const rows = this.#padded(reshape(x, [batch, samples, 1]));
      const kernel = kernelTensor(this.#kernel, fftSize);
      const squares = powerOf(convolve({ x: rows, kernel, bias: undefined }, { window, groups: 1 }));
      // The root of 0 has no gradient.
      const summed = power === 2 ? squares : sqrt(maximum(squares, 1e-20));
      const triangles = tensor2d(this.#triangles, [binsOf(fftSize), mels]);
      return logarithm(project(summed, { kernel: triangles, bias: undefined }), scale) as Tensor3D; // of rank 3
    });
  }

  /** What frames without the zeros around their windows are cut from. */
  #padded(x: Tensor3D): Tensor {
    const { fftSize, windowLength, padding } = this.#resolved;
    const side = padding === 'none' ? 0 : Math.floor(fftSize / 2);
    // A window begins in the middle of its frame.
    const before = Math.floor((fftSize - windowLength) / 2);
    const after = fftSize - windowLength - before;
    if (padding !== 'reflect') return padAxes(x, [[side - before, side - after]]);
    const mirrored = copiedEdges({ where: WHERE, axes: AXES[1], amount: side }, MIRRORED).apply(x);
    return padAxes(mirrored, [[0 - before, 0 - after]]);
  }
}

/**
 * The log-mel spectrogram as a layer: `S[b, t, m] = Σₖ wₖₘ |Σₙ x[b, n + t·h] · window[n] · e^(−2πi kn / fftSize)|²`, with
 * triangles w that lie evenly on the scale of mels; then its logarithm. A network that begins with it takes samples, and gradients
 * reach them. To compute spectrograms once, before training, use `melSpectrogram` of `@neurite/preprocessing`, which has the same
 * options and adds in float64; the sums of float32 here lose what is 10⁶ times below the loudest frequency.
 *
 * Frames are products with a fixed matrix of `windowLength · (fftSize + 2)` elements rather than fast Fourier transforms: the cost
 * grows with the square of the frame. Prefer the host beyond 2,048 samples.
 *
 * For Keras's layer write `{ fftSize: 2048, hopLength: 512, minFrequency: 20, straightIn: 'mels' }` and transpose its output;
 * it measures the 80 decibels from the largest of the batch.
 *
 * @returns a blueprint that takes [samples] to [frames, mels]; the number of samples may be null
 * @throws ArgumentError when an option is out of its range or unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence of samples, or one that is too short
 * @example
 * const network = sequential(melSpectrogram({ sampleRate: 8000, mels: 40 }), gru(16), dense(2));
 * using model = build(network, { input: [8000], seed: 7 });
 * const y = model.forward(zeros([2, 8000]), inference()); // [2, 2]
 * @see https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/mel_spectrogram/
 */
export function melSpectrogram(options: MelSpectrogramOptions = {}): Blueprint<Tensor2D, Tensor3D> {
  const resolved = resolve(options);
  const { mels, fftSize, windowLength } = resolved;
  const outputSpec = (input: Spec): TensorSpec => {
    const [samples] = sizesOf(tensorInput(WHERE, input, { axes: ['samples'] })) as [Size]; // one
    if (samples === null) return spec([null, mels]);
    return spec([framesOf(samples, resolved, { argument: 'input', received: formatSpec(input) }), mels]);
  };
  return defineLayer(WHERE, [options], {
    outputSpec,
    describe: (input) => ({
      parameters: {},
      multiplyAdds: elements(outputSpec(input).shape.slice(0, 1)) * binsOf(fftSize) * (2 * windowLength + mels),
    }),
    build: () => new MelSpectrogram(options),
  });
}

type Resolved = ReturnType<typeof resolve>;

/** How many frames there are of so many samples, which must be enough. */
function framesOf(
  samples: number,
  { fftSize, hopLength, padding }: Resolved,
  given: { readonly argument: string; readonly received: string },
): number {
  const side = Math.floor(fftSize / 2);
  const least = { none: fftSize, zeros: 1, reflect: side + 1 }[padding];
  if (samples < least) throw new ShapeError({ where: WHERE, expected: `have at least ${least} samples`, ...given });
  return Math.floor((samples + (padding === 'none' ? 0 : 2 * side) - fftSize) / hopLength) + 1;
}

function logarithm(summed: Tensor, scale: 'none' | 'natural' | 'decibel'): Tensor {
  if (scale === 'none') return summed;
  if (scale === 'natural') return log(maximum(summed, 1e-6));
  const decibels = mul(log(maximum(summed, 1e-10)), 10 / Math.LN10);
  return maximum(decibels, sub(max(decibels, [1, 2], true), TOP_DECIBEL));
}

function resolve(options: MelSpectrogramOptions) {
  const given = resolveOptions(WHERE, options, {
    sampleRate: 16_000,
    fftSize: 400,
    windowLength: undefined,
    hopLength: undefined,
    window: 'hann',
    mels: 128,
    minFrequency: 0,
    maxFrequency: undefined,
    scale: 'htk',
    norm: 'none',
    straightIn: 'hertz',
    power: 2,
    padding: 'reflect',
    log: 'decibel',
  });
  const { sampleRate, fftSize, mels, minFrequency, scale, norm, straightIn, power, padding } = given;
  checkNumber(WHERE, 'sampleRate', sampleRate, { above: 0 });
  checkInteger(WHERE, 'fftSize', fftSize, { min: 2 });
  const { windowLength = fftSize, maxFrequency = sampleRate / 2 } = given;
  checkInteger(WHERE, 'windowLength', windowLength, { min: 2, max: fftSize });
  const { hopLength = Math.floor(windowLength / 2) } = given;
  checkInteger(WHERE, 'hopLength', hopLength, { min: 1 });
  checkInteger(WHERE, 'mels', mels, { min: 1 });
  checkNumber(WHERE, 'minFrequency', minFrequency, { atLeast: 0 });
  checkNumber(WHERE, 'maxFrequency', maxFrequency, { above: minFrequency });
  checkChoice(WHERE, 'scale', scale, ['htk', 'slaney']);
  checkChoice(WHERE, 'norm', norm, ['none', 'slaney']);
  checkChoice(WHERE, 'straightIn', straightIn, ['hertz', 'mels']);
  checkInteger(WHERE, 'power', power, { min: 1, max: 2 });
  checkChoice(WHERE, 'padding', padding, ['reflect', 'zeros', 'none']);
  checkChoice(WHERE, 'log', given.log, ['none', 'natural', 'decibel']);
  return {
    fftSize,
    windowLength,
    hopLength,
    mels,
    power,
    padding,
    log: given.log,
    values: windowValues(WHERE, given.window, { length: windowLength, isPeriodic: true }),
    window: toWindow(WHERE, [AXES[1], 'windowLength'], { size: windowLength, strides: hopLength, padding: 'valid' }),
    triangles: {
      mels,
      sampleRate,
      fftSize,
      range: [minFrequency, maxFrequency],
      scale,
      isNormalized: norm === 'slaney',
      straightIn,
    } as const,
  };
}
