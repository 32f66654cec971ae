import { type AnyRank, checkNumber, Module, Parameter, resolveOptions } from '@neurite/core';
import { fusedRmsNorm } from '@neurite/ops';
import { ones, type Tensor, tidy } from '@tensorflow/tfjs-core';
import {
  asRow,
  checkFeatures,
  checkNormAxes,
  isStepwise,
  LAST,
  normOver,
  overAxes,
  shapeOf,
} from '../internal/norm-axes.js';

/** The options of `rmsNorm`. */
export type RmsNormOptions = {
  /** Added to the mean of squares, above 0. Default 1e-6, as in Keras; PyTorch has the float32 epsilon, 1.2e-7. */
  readonly epsilon?: number;
  /** Whether a scale is learned. Default true. */
  readonly affine?: boolean;
  /**
   * What is normalized together, the batch counted as axis 0, or from the end: `[-2, -1]` as PyTorch's normalized shape of
   * two, `[1, 2, 3]` a whole image. Default `[-1]`, the last.
   */
  readonly axes?: readonly number[];
};

/** The module of `rmsNorm`. */
export class RmsNorm<T extends Tensor = Tensor> extends Module<T, T> {
  /** [features], or the sizes of the axes; begins with ones. */
  readonly scale: Parameter | undefined;
  readonly features: number | readonly number[];
  readonly axes: readonly number[];
  readonly epsilon: number;

  /**
   * @param options features: the size of the last axis, an integer of at least 1, or the sizes of `axes`
   * @throws ArgumentError when `features` or `epsilon` is out of its range, or an option is unknown
   */
  constructor({ features, ...options }: RmsNormOptions & { readonly features: number | readonly number[] }) {
    super();
    const { epsilon, affine, axes } = resolve(options);
    const shape = checkFeatures('rmsNorm', features);
    this.scale = affine ? new Parameter(ones(shape)) : undefined;
    this.features = features;
    this.axes = axes;
    this.epsilon = epsilon;
  }

  /** Whether it leaves the steps of a sequence, axis 1, to themselves. */
  override get tokenwise(): boolean {
    return isStepwise(this.axes);
  }

  /**
   * @param x [batch, …, features]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has other features than the layer was built for
   */
  override forward(x: T): T {
    const { features, axes, epsilon } = this;
    return tidy(() => {
      const scale = asRow(this.scale?.value ?? ones(shapeOf(features)));
      return overAxes('rmsNorm', x, { axes, features }, (rows) => fusedRmsNorm({ x: rows, scale }, { epsilon })) as T; // the shape of x
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
  const { affine, axes } = resolve(options);
  return normOver('rmsNorm', options, axes, {
    parameters: affine ? ['scale'] : [],
    build: <T extends Tensor>(features: number | readonly number[]) => new RmsNorm<T>({ features, ...options }),
  });
}

function resolve(options: RmsNormOptions) {
  const resolved = resolveOptions('rmsNorm', options, { epsilon: 1e-6, affine: true, axes: LAST });
  checkNumber('rmsNorm', 'epsilon', resolved.epsilon, { above: 0 });
  checkNormAxes('rmsNorm', resolved.axes);
  return resolved;
}
