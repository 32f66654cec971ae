import { Module, Parameter, type ShapePreservingBlueprint } from '@neurite/core';
import { fusedRmsNorm } from '@neurite/ops';
import { ones, type Rank, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { assertAboveZero, assertPositiveWhole } from './internal/arguments.js';
import { alongLastAxis, assertLastAxis } from './internal/last-axis.js';

/** The options of `rmsNorm`. */
export type RmsNormOptions = {
  /** Added to the mean of squares, above 0. Default 1e-6, as in Keras; PyTorch has the float32 epsilon, 1.2e-7. */
  readonly epsilon?: number;
  /** Whether a scale is learned. Default true. */
  readonly affine?: boolean;
};

/** The module of `rmsNorm`. */
export class RmsNorm<T extends Tensor = Tensor> extends Module<T, T> {
  /** Shape [features]; begins with ones. */
  readonly scale: Parameter<Tensor1D> | undefined;
  readonly features: number;
  readonly epsilon: number;

  /**
   * @param options features: the size of the last axis, a whole number of at least 1
   * @throws ArgumentError when `features` or `epsilon` is out of its range
   */
  constructor({ features, epsilon = 1e-6, affine = true }: RmsNormOptions & { readonly features: number }) {
    super();
    assertPositiveWhole('rmsNorm', 'features', features);
    assertAboveZero('rmsNorm', 'epsilon', epsilon);
    this.scale = affine ? new Parameter(ones<Rank.R1>([features])) : undefined;
    this.features = features;
    this.epsilon = epsilon;
  }

  /**
   * @param x shape [batch, …, features]
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
 * Root mean square normalisation over the last axis: `y = x / √(mean(x²) + epsilon) · scale`, with the mean of each row
 * of features by itself.
 *
 * It is `layerNorm` without its mean and offset: cheaper, and as good in transformers. It is the same in training and
 * outside of it, and for every size of the batch.
 *
 * @returns a blueprint for inputs [features], [time, features] or of any other rank
 * @throws ArgumentError when `epsilon` is not a finite number above 0
 * @throws ShapeError from `outputShape`, when there is no axis besides the batch
 * @example
 * using model = build(rmsNorm(), { inputShape: [2] });
 * const y = model.forward(tensor2d([[1, 7]]), inference()); // [[0.2, 1.4]]
 * @see Zhang and Sennrich, "Root mean square layer normalization", 2019
 */
export function rmsNorm(options: RmsNormOptions = {}): ShapePreservingBlueprint {
  if (options.epsilon !== undefined) assertAboveZero('rmsNorm', 'epsilon', options.epsilon);
  return alongLastAxis('rmsNorm', {
    axis: 'features',
    build: <T extends Tensor>(features: number) => new RmsNorm<T>({ features, ...options }),
  });
}
