import { type AnyRank, checkInteger, checkNumber, Parameter, resolveOptions, type Spec } from '@neurite/core';
import { fusedLayerNorm } from '@neurite/ops';
import { ones, type Rank, type Tensor, type Tensor1D, tidy, zeros } from '@tensorflow/tfjs-core';
import { alongLastAxis, assertLastAxis } from '../internal/last-axis.js';
import { lastSize, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `layerNorm`. */
export type LayerNormOptions = {
  /** Added to the variance, above 0. Default 1e-5, as in PyTorch; Keras has 1e-3. */
  readonly epsilon?: number;
  /** Whether a scale and an offset are learned. Default true. */
  readonly affine?: boolean;
};

/** The module of `layerNorm`. */
export class LayerNorm<T extends Tensor = Tensor> extends Tokenwise<T> {
  /** [features]; begins with ones. */
  readonly scale: Parameter<Tensor1D> | undefined;
  /** [features]; begins with zeros. */
  readonly offset: Parameter<Tensor1D> | undefined;
  readonly features: number;
  readonly epsilon: number;

  /**
   * @param options features: the size of the last axis, an integer of at least 1
   * @throws ArgumentError when `features` or `epsilon` is out of its range, or an option is unknown
   */
  constructor({ features, ...options }: LayerNormOptions & { readonly features: number }) {
    super();
    const { epsilon, affine } = resolve(options);
    checkInteger('layerNorm', 'features', features, { min: 1 });
    this.scale = affine ? new Parameter(ones<Rank.R1>([features])) : undefined;
    this.offset = affine ? new Parameter(zeros<Rank.R1>([features])) : undefined;
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
    assertLastAxis('layerNorm', x, { size: features, name: 'features' });
    return tidy(() => {
      const scale = this.scale?.value ?? ones([features]);
      const offset = this.offset?.value ?? zeros([features]);
      return fusedLayerNorm({ x, scale, offset }, { epsilon }) as T; // the shape of x
    });
  }
}

/**
 * Layer normalization over the last axis: `y = (x − mean) / √(variance + epsilon) · scale + offset`, with the mean and
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
  const { affine } = resolve(options);
  return alongLastAxis('layerNorm', [options], {
    axis: 'features',
    describe: (input) => {
      const shape = affine ? [lastSize(input)] : undefined;
      return { parameters: specsOf({ scale: shape, offset: shape }) };
    },
    build: <T extends Tensor>(input: Spec) => new LayerNorm<T>({ features: lastSize(input), ...options }),
  });
}

function resolve(options: LayerNormOptions) {
  const resolved = resolveOptions('layerNorm', options, { epsilon: 1e-5, affine: true });
  checkNumber('layerNorm', 'epsilon', resolved.epsilon, { above: 0 });
  return resolved;
}
