import { type AnyRank, checkNumber, defineAnyRank, resolveOptions, spec, tensorInput } from '@neurite/core';
import { add, cast, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `rescale`. */
export type RescaleOptions = {
  /** Added after the factor: a finite number. Default 0. */
  readonly offset?: number;
};

/** The module of `rescale`. */
export class Rescale<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly factor: number;
  readonly offset: number;

  /** @throws ArgumentError when a number is not finite, or an option is unknown */
  constructor({ factor, ...options }: RescaleOptions & { readonly factor: number }) {
    super();
    const { offset } = resolveOptions('rescale', options, { offset: 0 });
    checkNumber('rescale', 'factor', factor);
    checkNumber('rescale', 'offset', offset);
    this.factor = factor;
    this.offset = offset;
  }

  /**
   * @param x any shape, float32 or int32
   * @returns a new float32 tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => add(mul(cast(x, 'float32'), this.factor), this.offset) as T); // the shape of x
  }
}

/**
 * `y = factor · x + offset`, in float32: images of bytes become numbers from 0 to 1 with `rescale(1 / 255)`, inside of the
 * network.
 *
 * @param factor a finite number
 * @returns a blueprint for inputs of any shape, float32 or int32
 * @throws ArgumentError when a number is not finite, or an option is unknown
 * @example
 * const network = sequential(rescale(1 / 127.5, { offset: -1 }), conv2d(8, 3));
 * using model = build(network, { input: spec([8, 8, 3], 'int32'), seed: 7 });
 */
export function rescale(factor: number, options: RescaleOptions = {}): AnyRank {
  new Rescale({ factor, ...options }); // so that a wrong number is an error here, at the call
  return defineAnyRank('rescale', [factor, options], {
    outputSpec: (input) => spec(tensorInput('rescale', input, { dtype: 'any' }).shape),
    build: <T extends Tensor>() => new Rescale<T>({ factor, ...options }),
  });
}
