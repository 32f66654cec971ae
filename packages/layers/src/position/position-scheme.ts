import type { Config, RandomStream, TensorSpec } from '@neurite/core';
import { Module } from '@neurite/core';
import { clone, type Tensor, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';

/** What positions are told to: the heads of an attention. */
export type PositionSizes = {
  /** The number of heads. */
  readonly heads: number;
  /** The number of features of each head. */
  readonly dim: number;
};

/**
 * How an attention learns where tokens stand: `rotary()`, `alibi()`, `relativePositions()`. It is an option of
 * `multiHeadAttention`.
 */
export type PositionScheme = {
  readonly name: string;
  readonly config?: Config;
  /**
   * The specs of its parameters by name.
   *
   * @throws ShapeError when the heads do not fit
   */
  describe(sizes: PositionSizes): Readonly<Record<string, TensorSpec>>;
  /** @throws ShapeError when the heads do not fit */
  build(sizes: PositionSizes & { readonly random: RandomStream }): Positioner;
};

/** What a scheme builds: it changes queries and keys, or adds to their scores. By default it does neither. */
export abstract class Positioner extends Module<Tensor4D, Tensor4D> {
  /**
   * Queries or keys that know their positions.
   *
   * @param x [batch, heads, tokens, dim]
   * @param positions [batch or 1, tokens]
   * @returns a tensor of the same shape, in the scope of the caller
   */
  rotate(x: Tensor4D, _positions: Tensor): Tensor4D {
    return x;
  }

  /**
   * What is added to the scores.
   *
   * @param queries [batch or 1, queries], their positions
   * @param keys [keys]
   * @returns [batch or 1, heads, queries, keys], in the scope of the caller; undefined where nothing is
   */
  bias?(queries: Tensor, keys: Tensor1D): Tensor;

  /** What attention calls is `rotate` and `bias`; this gives its input. */
  override forward(x: Tensor4D): Tensor4D {
    return clone(x);
  }
}
