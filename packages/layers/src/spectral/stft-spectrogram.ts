import {
  type Blueprint,
  checkChoice,
  checkInteger,
  checkNumber,
  defineLayer,
  Module,
  Parameter,
  resolveOptions,
  type Spec,
  spec,
  type TensorSpec,
} from '@neurite/core';
import {
  atan2,
  log,
  maximum,
  mul,
  reshape,
  slice,
  split,
  sqrt,
  type Tensor,
  type Tensor3D,
  tensor1d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { convolve } from '../internal/convolve.js';
import {
  binsOf,
  fourierKernel,
  kernelTensor,
  powerOf,
  type SpectralWindow,
  windowValues,
} from '../internal/short-time-fourier.js';
import { elements, specsOf } from '../internal/sizes.js';
import { AXES, assertImages, toWindow, windowOutput } from '../internal/spatial.js';

/** What `stftSpectrogram` gives of each frequency. */
export type SpectrogramMode = 'log' | 'magnitude' | 'psd' | 'real' | 'imaginary' | 'complex' | 'angle';

/** The options of `stftSpectrogram`. */
export type StftSpectrogramOptions = {
  /**
   * What comes out: the `magnitude` |X| or its natural `log`; the power spectral density (`psd`) |X|², doubled where a negative
   * frequency has the same; the `real` or `imaginary` part; both, one after the other (`complex`); or the `angle`, in [−π, π].
   * Default `log`.
   */
  readonly mode?: SpectrogramMode;
  /** Steps of a frame: an integer of at least 2. Default 256. */
  readonly frameLength?: number;
  /** Steps from one frame to the next: an integer from 1 to `frameLength`. Default: half of it. */
  readonly frameStep?: number | undefined;
  /** Steps of the transform, to which a frame is filled with zeros: an integer of at least `frameLength`. Default: the next power of 2. */
  readonly fftLength?: number | undefined;
  /** What a frame is multiplied by, by name or as `frameLength` numbers. Default `hann`. */
  readonly window?: SpectralWindow;
  /** Whether a window with a name ends one step before it would be symmetric. Default false. */
  readonly periodic?: boolean;
  /** Divides by the root of the sum of squares of the window (`density`), by its sum (`spectrum`), or by nothing (`none`). Default `density`. */
  readonly scaling?: 'density' | 'spectrum' | 'none';
  /** Whether frames may reach over the ends (`same`). Default `valid`. */
  readonly padding?: 'valid' | 'same';
  /** The least power under the root of a magnitude, and the least magnitude under a logarithm: above 0. Default 1e-7. */
  readonly epsilon?: number;
  /** Whether training changes the kernel, which begins as a Fourier transform. Default false. */
  readonly trainable?: boolean;
};

const WHERE = 'stftSpectrogram';
const MODES = ['log', 'magnitude', 'psd', 'real', 'imaginary', 'complex', 'angle'] as const;

/** The module of `stftSpectrogram`. */
export class StftSpectrogram extends Module<Tensor3D, Tensor3D> {
  /** [frameLength, 1, 2 · bins]: cosines, then sines, each times the window. */
  readonly kernel: Parameter<Tensor3D>;
  readonly mode: SpectrogramMode;
  readonly #resolved: Resolved;

  /** @throws ArgumentError as `stftSpectrogram` does */
  constructor(options: StftSpectrogramOptions = {}) {
    super();
    this.#resolved = resolve(options);
    const { mode, scaled, fftLength, trainable } = this.#resolved;
    this.kernel = new Parameter(kernelTensor(fourierKernel(scaled, fftLength), fftLength), { trainable });
    this.mode = mode;
  }

  /**
   * @param x [batch, time, channels]
   * @returns a new tensor [batch, frames, channels · bins], with 2 · bins where the mode is `complex`, owned by the caller
   * @throws ShapeError when `x` has other axes, or is shorter than a frame
   */
  override forward(x: Tensor3D): Tensor3D {
    const { window, bins } = this.#resolved;
    assertImages(window, x);
    return tidy(() => {
      const [batch, time, channels] = x.shape;
      const rows = reshape(channels === 1 ? x : transpose(x, [0, 2, 1]), [batch * channels, time, 1]);
      const kernel = this.kernel.value;
      const begin = this.mode === 'imaginary' ? bins : 0;
      const half = this.mode === 'imaginary' || this.mode === 'real';
      const columns = half ? slice(kernel, [0, 0, begin], [kernel.shape[0], 1, bins]) : kernel;
      const y = this.#values(convolve({ x: rows, kernel: columns, bias: undefined }, { window, groups: 1 }));
      const [, frames, values] = y.shape as [number, number, number]; // of rank 3
      if (channels === 1) return y as Tensor3D; // of rank 3
      const byChannel = transpose(reshape(y, [batch, channels, frames, values]), [0, 2, 1, 3]);
      return reshape(byChannel, [batch, frames, channels * values]) as Tensor3D; // of rank 3
    });
  }

  #values(y: Tensor): Tensor {
    const { bins, fftLength, epsilon } = this.#resolved;
    switch (this.mode) {
      case 'real':
      case 'imaginary':
      case 'complex':
        return y;
      case 'angle': {
        const [real, imaginary] = split(y, 2, -1) as [Tensor, Tensor]; // two
        return atan2(imaginary, real);
      }
      case 'psd':
        return mul(powerOf(y), tensor1d(Array.from({ length: bins }, (_, k) => ((2 * k) % fftLength === 0 ? 1 : 2))));
      case 'magnitude':
        return sqrt(maximum(powerOf(y), epsilon));
      case 'log':
        return log(maximum(sqrt(maximum(powerOf(y), epsilon)), epsilon));
    }
  }
}

/**
 * The spectrum of each frame of a signal: `X[b, t, k] = Σₙ x[b, t·s + n] · window[n] · e^(−2πi kn / fftLength)` for the frequencies
 * k from 0 to fftLength / 2, each channel by itself, as a convolution, so that gradients reach the signal, and with `trainable` the
 * kernel. The kernel has `2 · frameLength · (fftLength / 2 + 1)` elements, which are saved with the model.
 *
 * @returns a blueprint that takes [time, channels] to [frames, channels · (fftLength / 2 + 1)], twice as many where the mode is
 * `complex`; the time may be null
 * @throws ArgumentError when an option is out of its range or unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence, is shorter than a frame, or the number of channels is null
 * @example
 * const spectrogram = stftSpectrogram({ mode: 'magnitude', frameLength: 64, frameStep: 16 });
 * using model = build(spectrogram, { input: [256, 1], seed: 7 });
 * const y = model.forward(ones([2, 256, 1]), inference()); // [2, 13, 33]
 * @see Allen and Rabiner, "A unified approach to short-time Fourier analysis and synthesis", 1977
 */
export function stftSpectrogram(options: StftSpectrogramOptions = {}): Blueprint<Tensor3D, Tensor3D> {
  const { mode, window, bins, frameLength } = resolve(options);
  const outputSpec = (input: Spec): TensorSpec => {
    const [frames, channels] = windowOutput(window, input, { channels: true }) as [number | null, number]; // two
    return spec([frames, channels * bins * (mode === 'complex' ? 2 : 1)]);
  };
  return defineLayer(WHERE, [options], {
    outputSpec,
    describe: (input) => {
      const parts = mode === 'real' || mode === 'imaginary' ? 1 : 2;
      const [frames, columns] = outputSpec(input).shape as [number | null, number]; // two
      const channels = columns / bins / (mode === 'complex' ? 2 : 1);
      return {
        parameters: specsOf({ kernel: [frameLength, 1, 2 * bins] }),
        multiplyAdds: elements([frames]) * channels * frameLength * parts * bins,
      };
    },
    build: () => new StftSpectrogram(options),
  });
}

type Resolved = ReturnType<typeof resolve>;

function resolve(options: StftSpectrogramOptions) {
  const given = resolveOptions(WHERE, options, {
    mode: 'log',
    frameLength: 256,
    frameStep: undefined,
    fftLength: undefined,
    window: 'hann',
    periodic: false,
    scaling: 'density',
    padding: 'valid',
    epsilon: 1e-7,
    trainable: false,
  });
  const { mode, frameLength, periodic, scaling, padding, epsilon, trainable } = given;
  checkChoice(WHERE, 'mode', mode, MODES);
  checkInteger(WHERE, 'frameLength', frameLength, { min: 2 });
  const { frameStep = Math.floor(frameLength / 2), fftLength = 2 ** Math.ceil(Math.log2(frameLength)) } = given;
  checkInteger(WHERE, 'frameStep', frameStep, { min: 1, max: frameLength });
  checkInteger(WHERE, 'fftLength', fftLength, { min: frameLength });
  checkChoice(WHERE, 'scaling', scaling, ['density', 'spectrum', 'none']);
  checkChoice(WHERE, 'padding', padding, ['valid', 'same']);
  checkNumber(WHERE, 'epsilon', epsilon, { above: 0 });
  const values = windowValues(WHERE, given.window, { length: frameLength, isPeriodic: periodic });
  const sum = (of: (value: number) => number): number => values.reduce((total, value) => total + of(value), 0);
  const divisor = { density: Math.sqrt(sum((value) => value ** 2)), spectrum: sum(Math.abs), none: 1 }[scaling];
  return {
    mode,
    frameLength,
    fftLength,
    epsilon,
    trainable,
    bins: binsOf(fftLength),
    scaled: values.map((value) => value / divisor),
    window: toWindow(WHERE, [AXES[1], 'frameLength'], { size: frameLength, strides: frameStep, padding }),
  };
}
