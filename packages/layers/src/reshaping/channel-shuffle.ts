import { type AnyRank, checkInteger } from '@neurite/core';
import { reshape, type Tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import { alongLastAxis, assertDivides } from '../internal/last-axis.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `channelShuffle`. */
export class ChannelShuffle<T extends Tensor = Tensor> extends Tokenwise<T> {
  readonly groups: number;

  /** @throws ArgumentError when the number of groups is not an integer of at least 1 */
  constructor({ groups }: { readonly groups: number }) {
    super();
    checkInteger('channelShuffle', 'groups', groups, { min: 1 });
    this.groups = groups;
  }

  /**
   * @param x [batch, …, channels]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when the groups do not divide the channels
   */
  override forward(x: T): T {
    const channels = x.shape.at(-1)!;
    assertDivides('channelShuffle', channels, { name: 'channels', parts: [this.groups, 'groups'] });
    return tidy(() => {
      const rows = x.shape.slice(0, -1).reduce((product, size) => product * size, 1);
      const parts = reshape(x, [rows, this.groups, channels / this.groups]);
      return reshape(transpose(parts, [0, 2, 1]), x.shape) as Tensor as T; // the shape of x
    });
  }
}

/**
 * Puts channels in another order: the first of each group, then the second of each, so that the next convolution in groups
 * mixes the groups.
 *
 * @param groups the number of groups: an integer of at least 1 that divides the channels
 * @returns a blueprint for inputs [height, width, channels] or of any other rank
 * @throws ArgumentError when the number of groups is not an integer of at least 1
 * @throws ShapeError from `outputSpec`, when the groups do not divide the channels
 * @example
 * const block = sequential(conv2d(8, 1, { groups: 2 }), channelShuffle(2), conv2d(8, 3, { groups: 2 }));
 * using model = build(block, { input: [8, 8, 4], seed: 7 });
 * @see Zhang et al., "ShuffleNet: an extremely efficient convolutional neural network for mobile devices", 2017
 */
export function channelShuffle(groups: number): AnyRank {
  new ChannelShuffle({ groups }); // so that a wrong number is an error here, at the call
  return alongLastAxis('channelShuffle', [groups], {
    axis: 'channels',
    parts: [groups, 'groups'],
    build: <T extends Tensor>() => new ChannelShuffle<T>({ groups }),
  });
}
