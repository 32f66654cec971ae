import { type AnyRank, checkInteger, checkNumber, defineAnyRank, resolveOptions, tensorInput } from '@neurite/core';
import { add, div, matMul, mul, pow, reshape, square, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `localResponseNorm`. */
export type LocalResponseNormOptions = {
  /** The weight of the neighbors' mean square: a finite number of at least 0. Default 1e-4. */
  readonly alpha?: number;
  /** The exponent: a finite number. Default 0.75. */
  readonly beta?: number;
  /** Added to it, above 0. Default 1. */
  readonly k?: number;
};

/** The module of `localResponseNorm`. */
export class LocalResponseNorm<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;

  /** @throws ArgumentError as `localResponseNorm` does */
  constructor({ size, ...options }: LocalResponseNormOptions & { readonly size: number }) {
    super();
    const { alpha, beta, k } = resolveOptions('localResponseNorm', options, { alpha: 1e-4, beta: 0.75, k: 1 });
    checkInteger('localResponseNorm', 'size', size, { min: 1 });
    checkNumber('localResponseNorm', 'alpha', alpha, { atLeast: 0 });
    checkNumber('localResponseNorm', 'beta', beta);
    checkNumber('localResponseNorm', 'k', k, { above: 0 });
    this.size = size;
    this.alpha = alpha;
    this.beta = beta;
    this.k = k;
  }

  /**
   * @param x [batch, …, channels]
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    const { size, alpha, beta, k } = this;
    return tidy(() => {
      const channels = x.shape.at(-1)!;
      const band = Float32Array.from({ length: channels * channels }, (_, i) => {
        const from = Math.floor(i / channels) - (i % channels); // how far a neighbor is above
        return from >= 0 - Math.floor(size / 2) && from <= Math.floor((size - 1) / 2) ? 1 : 0;
      });
      const rows = x.shape.slice(0, -1).reduce((product, of) => product * of, 1);
      const sums = matMul(reshape(square(x), [rows, channels]), tensor(band, [channels, channels]));
      return div(x, pow(add(mul(reshape(sums, x.shape), alpha / size), k), beta)) as T; // the shape of x
    });
  }
}

/**
 * Local response normalization: `y = x / (k + alpha / size · Σ x²)^beta`, the sum over `size` neighboring channels of the
 * same position, ⌊size / 2⌋ of them below.
 *
 * @param size the number of channels: an integer of at least 1
 * @returns a blueprint for inputs [height, width, channels] or of any other rank
 * @throws ArgumentError when `size` is not an integer of at least 1, or an option is out of its range or unknown
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch
 * @example
 * using model = build(localResponseNorm(3, { alpha: 3 }), { input: [2] });
 * const y = model.forward(tensor2d([[1, 1]]), inference()); // [[0.439, 0.439]]
 * @see Krizhevsky, Sutskever and Hinton, "ImageNet classification with deep convolutional neural networks", 2012, where
 * alpha is not divided by the size
 */
export function localResponseNorm(size: number, options: LocalResponseNormOptions = {}): AnyRank {
  new LocalResponseNorm({ size, ...options }); // so that a wrong option is an error here, at the call
  return defineAnyRank('localResponseNorm', [size, options], {
    outputSpec: (input) => tensorInput('localResponseNorm', input, { axes: ['…', 'channels'] }),
    build: <T extends Tensor>() => new LocalResponseNorm<T>({ size, ...options }),
  });
}
