import { type AnyRank, checkInteger, checkNumber, Module, Parameter, resolveOptions, type Spec } from '@neurite/core';
import { fusedGroupNorm } from '@neurite/ops';
import { ones, type Rank, type Tensor, type Tensor1D, tidy, zeros } from '@tensorflow/tfjs-core';
import { alongLastAxis, assertLastAxis } from '../internal/last-axis.js';
import { lastSize, specsOf } from '../internal/sizes.js';

/** The options of `instanceNorm`. */
export type InstanceNormOptions = {
  /** Added to the variance, above 0. Default 1e-5. */
  readonly epsilon?: number;
  /** Whether a scale and an offset are learned. Default false, as in PyTorch. */
  readonly affine?: boolean;
};

/** The module of `instanceNorm`. */
export class InstanceNorm<T extends Tensor = Tensor> extends Module<T, T> {
  /** [channels]; begins with ones. */
  readonly scale: Parameter<Tensor1D> | undefined;
  /** [channels]; begins with zeros. */
  readonly offset: Parameter<Tensor1D> | undefined;
  readonly channels: number;
  readonly epsilon: number;

  /**
   * @param options channels: the size of the last axis, an integer of at least 1
   * @throws ArgumentError when an option is out of its range or unknown
   */
  constructor({ channels, ...options }: InstanceNormOptions & { readonly channels: number }) {
    super();
    const { epsilon, affine } = resolve(options);
    checkInteger('instanceNorm', 'channels', channels, { min: 1 });
    this.scale = affine ? new Parameter(ones<Rank.R1>([channels])) : undefined;
    this.offset = affine ? new Parameter(zeros<Rank.R1>([channels])) : undefined;
    this.channels = channels;
    this.epsilon = epsilon;
  }

  /**
   * @param x [batch, …, channels]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has other channels than the layer was built for
   */
  override forward(x: T): T {
    const { channels, epsilon } = this;
    assertLastAxis('instanceNorm', x, { size: channels, name: 'channels' });
    return tidy(() => {
      const scale = this.scale?.value ?? ones([channels]);
      const offset = this.offset?.value ?? zeros([channels]);
      return fusedGroupNorm({ x, scale, offset }, { groups: channels, epsilon }) as T; // the shape of x
    });
  }
}

/**
 * Instance normalization: `y = (x − mean) / √(variance + epsilon) · scale + offset`, with the mean and the variance (biased:
 * divided by n) of each channel of each sample over all its positions. It takes the contrast out of an image, and is the
 * same in training and outside of it. It is `groupNorm` with as many groups as channels.
 *
 * @returns a blueprint for inputs [height, width, channels] or of any other rank
 * @throws ArgumentError when `epsilon` is not a finite number above 0, or an option is unknown
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch, or its size is null
 * @example
 * using model = build(instanceNorm(), { input: [2, 1] });
 * const y = model.forward(tensor3d([1, 3], [1, 2, 1]), inference()); // [[[-1], [1]]]
 * @see Ulyanov, Vedaldi and Lempitsky, "Instance normalization: the missing ingredient for fast stylization", 2016
 */
export function instanceNorm(options: InstanceNormOptions = {}): AnyRank {
  const { affine } = resolve(options);
  return alongLastAxis('instanceNorm', [options], {
    axis: 'channels',
    describe: (input) => {
      const shape = affine ? [lastSize(input)] : undefined;
      return { parameters: specsOf({ scale: shape, offset: shape }) };
    },
    build: <T extends Tensor>(input: Spec) => new InstanceNorm<T>({ channels: lastSize(input), ...options }),
  });
}

function resolve(options: InstanceNormOptions) {
  const resolved = resolveOptions('instanceNorm', options, { epsilon: 1e-5, affine: false });
  checkNumber('instanceNorm', 'epsilon', resolved.epsilon, { above: 0 });
  return resolved;
}
