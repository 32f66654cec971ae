import { Module, Parameter, type ShapePreservingBlueprint } from '@neurite/core';
import { fusedLayerNorm } from '@neurite/ops';
import { ones, type Rank, type Tensor, type Tensor1D, tidy, zeros } from '@tensorflow/tfjs-core';
import { assertAboveZero, assertPositiveWhole } from './internal/arguments.js';
import { alongLastAxis, assertLastAxis } from './internal/last-axis.js';

/** The options of `layerNorm`. */
export type LayerNormOptions = {
  /** Added to the variance, above 0. Default 1e-5, as in PyTorch; Keras has 1e-3. */
  readonly epsilon?: number;
  /** Whether a scale and an offset are learned. Default true. */
  readonly affine?: boolean;
};

/** The module of `layerNorm`. */
export class LayerNorm<T extends Tensor = Tensor> extends Module<T, T> {
  /** Shape [features]; begins with ones. */
  readonly scale: Parameter<Tensor1D> | undefined;
  /** Shape [features]; begins with zeros. */
  readonly offset: Parameter<Tensor1D> | undefined;
  readonly features: number;
  readonly epsilon: number;

  /**
   * @param options features: the size of the last axis, a whole number of at least 1
   * @throws ArgumentError when `features` or `epsilon` is out of its range
   */
  constructor({ features, epsilon = 1e-5, affine = true }: LayerNormOptions & { readonly features: number }) {
    super();
    assertPositiveWhole('layerNorm', 'features', features);
    assertAboveZero('layerNorm', 'epsilon', epsilon);
    this.scale = affine ? new Parameter(ones<Rank.R1>([features])) : undefined;
    this.offset = affine ? new Parameter(zeros<Rank.R1>([features])) : undefined;
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
    assertLastAxis('layerNorm', x, { size: features, name: 'features' });
    return tidy(() => {
      const scale = this.scale?.value ?? ones([features]);
      const offset = this.offset?.value ?? zeros([features]);
      return fusedLayerNorm({ x, scale, offset }, { epsilon }) as T; // the shape of x
    });
  }
}

/**
 * Layer normalisation over the last axis: `y = (x − mean) / √(variance + epsilon) · scale + offset`, with the mean and
 * the variance (biased: divided by n) of each row of features by itself.
 *
 * So it is the same in training and outside of it, and for every size of the batch; each time of a sequence is
 * normalised alone. In an image this is each pixel over its channels.
 *
 * @returns a blueprint for inputs [features], [time, features] or of any other rank
 * @throws ArgumentError when `epsilon` is not a finite number above 0
 * @throws ShapeError from `outputShape`, when there is no axis besides the batch
 * @example
 * using model = build(layerNorm(), { inputShape: [2] });
 * const y = model.forward(tensor2d([[1, 3]]), inference()); // [[-1, 1]]
 * @see Ba, Kiros and Hinton, "Layer normalization", 2016
 */
export function layerNorm(options: LayerNormOptions = {}): ShapePreservingBlueprint {
  if (options.epsilon !== undefined) assertAboveZero('layerNorm', 'epsilon', options.epsilon);
  return alongLastAxis('layerNorm', {
    axis: 'features',
    build: <T extends Tensor>(features: number) => new LayerNorm<T>({ features, ...options }),
  });
}
