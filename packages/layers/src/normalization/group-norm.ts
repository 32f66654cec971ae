import { type AnyRank, checkInteger, checkNumber, Module, Parameter, resolveOptions, type Spec } from '@neurite/core';
import { fusedGroupNorm } from '@neurite/ops';
import { ones, type Rank, type Tensor, type Tensor1D, tidy, zeros } from '@tensorflow/tfjs-core';
import { alongLastAxis, assertDivides, assertLastAxis } from '../internal/last-axis.js';
import { lastSize, specsOf } from '../internal/sizes.js';

/** The options of `groupNorm`. */
export type GroupNormOptions = {
  /** Added to the variance, above 0. Default 1e-5, as in PyTorch; Keras has 1e-3. */
  readonly epsilon?: number;
  /** Whether a scale and an offset are learned. Default true. */
  readonly affine?: boolean;
};

/** What the module of `groupNorm` is made of. */
export type GroupNormModuleOptions = GroupNormOptions & {
  /** The size of the last axis: an integer of at least 1. */
  readonly channels: number;
  /** The number of groups that the channels fall into: an integer of at least 1 that divides them. */
  readonly groups: number;
};

/** The module of `groupNorm`. */
export class GroupNorm<T extends Tensor = Tensor> extends Module<T, T> {
  /** [channels]; begins with ones. */
  readonly scale: Parameter<Tensor1D> | undefined;
  /** [channels]; begins with zeros. */
  readonly offset: Parameter<Tensor1D> | undefined;
  readonly channels: number;
  readonly groups: number;
  readonly epsilon: number;

  /**
   * @throws ArgumentError when an option is out of its range or unknown
   * @throws ShapeError when the groups do not divide the channels
   */
  constructor({ channels, groups, ...options }: GroupNormModuleOptions) {
    super();
    const { epsilon, affine } = resolve(groups, options);
    checkInteger('groupNorm', 'channels', channels, { min: 1 });
    assertDivides('groupNorm', channels, { name: 'channels', parts: [groups, 'groups'] });
    this.scale = affine ? new Parameter(ones<Rank.R1>([channels])) : undefined;
    this.offset = affine ? new Parameter(zeros<Rank.R1>([channels])) : undefined;
    this.channels = channels;
    this.groups = groups;
    this.epsilon = epsilon;
  }

  /**
   * @param x [batch, …, channels]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has other channels than the layer was built for
   */
  override forward(x: T): T {
    const { channels, groups, epsilon } = this;
    assertLastAxis('groupNorm', x, { size: channels, name: 'channels' });
    return tidy(() => {
      const scale = this.scale?.value ?? ones([channels]);
      const offset = this.offset?.value ?? zeros([channels]);
      return fusedGroupNorm({ x, scale, offset }, { groups, epsilon }) as T; // the shape of x
    });
  }
}

/**
 * Group normalization: `y = (x − mean) / √(variance + epsilon) · scale + offset`, with the mean and the variance (biased:
 * divided by n) of one sample over all its positions and the channels of one group; neighboring channels make a group.
 *
 * So it is the same in training and outside of it, and for every size of the batch: what `batchNorm` is for large
 * batches, this is for small ones. With one group it normalizes a whole sample, with as many groups as channels each
 * channel of a sample by itself (instance normalization).
 *
 * @param groups the number of groups that the channels fall into: an integer of at least 1 that divides them
 * @returns a blueprint for inputs [height, width, channels] or of any other rank
 * @throws ArgumentError when `groups` is not an integer of at least 1, `epsilon` is not a finite number above 0, or an
 * option is unknown
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch, its size is null, or the groups do not
 * divide it
 * @example
 * using model = build(groupNorm(2), { input: [4] });
 * const y = model.forward(tensor2d([[1, 3, 50, 90]]), inference()); // [[-1, 1, -1, 1]]
 * @see Wu and He, "Group normalization", 2018
 */
export function groupNorm(groups: number, options: GroupNormOptions = {}): AnyRank {
  const { affine } = resolve(groups, options);
  return alongLastAxis('groupNorm', [groups, options], {
    axis: 'channels',
    parts: [groups, 'groups'],
    describe: (input) => {
      const shape = affine ? [lastSize(input)] : undefined;
      return { parameters: specsOf({ scale: shape, offset: shape }) };
    },
    build: <T extends Tensor>(input: Spec) => new GroupNorm<T>({ channels: lastSize(input), groups, ...options }),
  });
}

function resolve(groups: number, options: GroupNormOptions) {
  const resolved = resolveOptions('groupNorm', options, { epsilon: 1e-5, affine: true });
  checkInteger('groupNorm', 'groups', groups, { min: 1 });
  checkNumber('groupNorm', 'epsilon', resolved.epsilon, { above: 0 });
  return resolved;
}
