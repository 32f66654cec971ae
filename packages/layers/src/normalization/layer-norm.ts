import { type AnyRank, checkNumber, Module, Parameter, resolveOptions } from '@neurite/core';
import { fusedLayerNorm } from '@neurite/ops';
import { ones, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
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

/** The options of `layerNorm`. */
export type LayerNormOptions = {
  /** Added to the variance, above 0. Default 1e-5, as in PyTorch; Keras has 1e-3. */
  readonly epsilon?: number;
  /** Whether a scale and an offset are learned. Default true. */
  readonly affine?: boolean;
  /**
   * What is normalized together, the batch counted as axis 0, or from the end: `[-2, -1]` as PyTorch's normalized shape of
   * two, `[1, 2, 3]` a whole image. Default `[-1]`, the last.
   */
  readonly axes?: readonly number[];
};

/** The module of `layerNorm`. */
export class LayerNorm<T extends Tensor = Tensor> extends Module<T, T> {
  /** [features], or the sizes of the axes; begins with ones. */
  readonly scale: Parameter | undefined;
  /** As the scale; begins with zeros. */
  readonly offset: Parameter | undefined;
  readonly features: number | readonly number[];
  readonly axes: readonly number[];
  readonly epsilon: number;

  /**
   * @param options features: the size of the last axis, an integer of at least 1, or the sizes of `axes`
   * @throws ArgumentError when `features` or `epsilon` is out of its range, or an option is unknown
   */
  constructor({ features, ...options }: LayerNormOptions & { readonly features: number | readonly number[] }) {
    super();
    const { epsilon, affine, axes } = resolve(options);
    const shape = checkFeatures('layerNorm', features);
    this.scale = affine ? new Parameter(ones(shape)) : undefined;
    this.offset = affine ? new Parameter(zeros(shape)) : undefined;
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
      const scale = this.scale?.value ?? ones(shapeOf(features));
      const offset = this.offset?.value ?? zeros(shapeOf(features));
      return overAxes('layerNorm', x, { axes, features }, (rows) =>
        fusedLayerNorm({ x: rows, scale: asRow(scale), offset: asRow(offset) }, { epsilon }),
      ) as T; // the shape of x
    });
  }
}

/**
 * Layer normalization over the last axis, or over `axes`: `y = (x − mean) / √(variance + epsilon) · scale + offset`, with the mean and
 * the variance (biased: divided by n) of each row of features by itself.
 *
 * So it is the same in training and outside of it, and for every size of the batch; each step of a sequence is
 * normalized alone. In an image this is each pixel over its channels.
 *
 * @returns a blueprint for inputs [features], [time, features] or of any other rank
 * @throws ArgumentError when `epsilon` is not a finite number above 0, or an option is unknown
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch, or its size is null
 * @example
 * using model = build(layerNorm(), { input: [2] });
 * const y = model.forward(tensor2d([[1, 3]]), inference()); // [[-1, 1]]
 * @see Ba, Kiros and Hinton, "Layer normalization", 2016
 */
export function layerNorm(options: LayerNormOptions = {}): AnyRank {
  const { affine, axes } = resolve(options);
  return normOver('layerNorm', options, axes, {
    parameters: affine ? ['scale', 'offset'] : [],
    build: <T extends Tensor>(features: number | readonly number[]) => new LayerNorm<T>({ features, ...options }),
  });
}

function resolve(options: LayerNormOptions) {
  const resolved = resolveOptions('layerNorm', options, { epsilon: 1e-5, affine: true, axes: LAST });
  checkNumber('layerNorm', 'epsilon', resolved.epsilon, { above: 0 });
  checkNormAxes('layerNorm', resolved.axes);
  return resolved;
}
