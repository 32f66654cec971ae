import { type AnyRank, checkInteger, checkNumber, Parameter, resolveOptions, type Spec } from '@neurite/core';
import { fusedRmsNorm } from '@neurite/ops';
import { ones, type Rank, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { alongLastAxis, assertLastAxis } from '../internal/last-axis.js';
import { lastSize, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `rmsNorm`. */
export type RmsNormOptions = {
  /** Added to the mean of squares, above 0. Default 1e-6, as in Keras; PyTorch has the float32 epsilon, 1.2e-7. */
  readonly epsilon?: number;
  /** Whether a scale is learned. Default true. */
  readonly affine?: boolean;
};

/** The module of `rmsNorm`. */
export class RmsNorm<T extends Tensor = Tensor> extends Tokenwise<T> {
  /** [features]; begins with ones. */
  readonly scale: Parameter<Tensor1D> | undefined;
  readonly features: number;
  readonly epsilon: number;

  /**
   * @param options features: the size of the last axis, an integer of at least 1
   * @throws ArgumentError when `features` or `epsilon` is out of its range, or an option is unknown
   */
  constructor({ features, ...options }: RmsNormOptions & { readonly features: number }) {
    super();
    const { epsilon, affine } = resolve(options);
    checkInteger('rmsNorm', 'features', features, { min: 1 });
    this.scale = affine ? new Parameter(ones<Rank.R1>([features])) : undefined;
    this.features = features;
    this.epsilon = epsilon;
  }

  /**
   * @param x [batch, …, features]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has other features than the layer was built for
   */
  override forward(x: T): T {
    const { features, epsilon } = this;
    assertLastAxis('rmsNorm', x, { size: features, name: 'features' });
    return tidy(() => {
      const scale = this.scale?.value ?? ones([features]);
      return fusedRmsNorm({ x, scale }, { epsilon }) as T; // the shape of x
    });
  }
}

/**
 * Root mean square normalization over the last axis: `y = x / √(mean(x²) + epsilon) · scale`, with the mean of each row
 * of features by itself.
 *
 * It is `layerNorm` without its mean and offset: cheaper, and as good in transformers. It is the same in training and
 * outside of it, and for every size of the batch.
 *
 * @returns a blueprint for inputs [features], [time, features] or of any other rank
 * @throws ArgumentError when `epsilon` is not a finite number above 0, or an option is unknown
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch, or its size is null
 * @example
 * using model = build(rmsNorm(), { input: [2] });
 * const y = model.forward(tensor2d([[1, 7]]), inference()); // [[0.2, 1.4]]
 * @see Zhang and Sennrich, "Root mean square layer normalization", 2019
 */
export function rmsNorm(options: RmsNormOptions = {}): AnyRank {
  const { affine } = resolve(options);
  return alongLastAxis('rmsNorm', [options], {
    axis: 'features',
    describe: (input) => ({ parameters: specsOf({ scale: affine ? [lastSize(input)] : undefined }) }),
    build: <T extends Tensor>(input: Spec) => new RmsNorm<T>({ features: lastSize(input), ...options }),
  });
}

function resolve(options: RmsNormOptions) {
  const resolved = resolveOptions('rmsNorm', options, { epsilon: 1e-6, affine: true });
  checkNumber('rmsNorm', 'epsilon', resolved.epsilon, { above: 0 });
  return resolved;
}
