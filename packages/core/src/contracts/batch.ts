import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostArray } from './host-array.js';

/** A value of a batch on the host or as tensors: a tensor, a host array, or a list or record of these. */
export type BatchValue = Tensor | HostArray | readonly BatchValue[] | { readonly [name: string]: BatchValue };

/**
 * What training takes at a time: inputs, targets and weights, each with a leading batch axis. A mask is a field beside
 * what it masks: `x: { tokens, mask }`.
 */
export type Batch<X = BatchValue, Y = BatchValue, W = BatchValue> = {
  readonly x: X;
  readonly y: Y;
  /**
   * How much each sample (or each element of a target) counts, at least 0. An element with weight 0 is ignored, whatever
   * its prediction and target. Default: 1 each.
   */
  readonly weights?: W | undefined;
  /** Frees the tensors of this batch: whoever takes it calls this once, when it is done with it. Default: they are lent. */
  readonly dispose?: (() => void) | undefined;
};

/** A value of a batch as tensors. */
export type Loaded<V> = BatchValue extends V
  ? TensorTree
  : V extends Tensor
    ? V
    : V extends HostArray
      ? Tensor
      : V extends object
        ? { readonly [K in keyof V]: Loaded<V[K]> }
        : never;

/** A tensor, or a list or record of tensors. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [name: string]: TensorTree };

/** The same tensors of any rank: what host data become has no rank that the compiler knows. */
export type Unranked<V> = TensorTree extends V
  ? V
  : V extends Tensor
    ? Tensor
    : V extends object
      ? { readonly [K in keyof V]: Unranked<V[K]> }
      : V;
