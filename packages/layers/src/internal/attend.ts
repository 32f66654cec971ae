import { fusedAttention } from '@neurite/ops';
import { notEqual, reshape, type Tensor, type Tensor3D, type Tensor4D, transpose, where } from '@tensorflow/tfjs-core';

/** [batch, tokens, heads · dim] to [batch, heads, tokens, dim]. */
export function byHead(x: Tensor, heads: number): Tensor4D {
  const [batch, tokens, features] = x.shape as [number, number, number]; // of rank 3
  return transpose(reshape(x, [batch, tokens, heads, features / heads]), [0, 2, 1, 3]) as Tensor4D; // of rank 4
}

/** What is added to the scores where a mask of 0 hides: −∞ there, 0 elsewhere. */
export function hiding(seen: Tensor): Tensor {
  return where(notEqual(seen, 0), 0, Number.NEGATIVE_INFINITY);
}

/** What attention reads, by heads: [batch, heads, tokens, dim] each. */
type Heads = {
  readonly query: Tensor;
  readonly key: Tensor;
  readonly value: Tensor;
  /** [batch, 1, queries or 1, keys], added to the scores. */
  readonly mask?: Tensor | undefined;
};

/** Attention of each head, side by side again: [batch, queries, heads · dim]. To be called in a scope. */
export function attend({ query, key, value, mask }: Heads, { causal }: { readonly causal: boolean }): Tensor3D {
  const inputs = { query, key, value, ...(mask === undefined ? {} : { mask }) };
  const seen = fusedAttention(inputs, { causal });
  const [batch, heads, queries, dim] = seen.shape;
  return reshape(transpose(seen, [0, 2, 1, 3]), [batch, queries, heads * dim]);
}
