import {
  add,
  cast,
  cumsum,
  expandDims,
  greaterEqual,
  notEqual,
  range,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  where,
} from '@tensorflow/tfjs-core';

/** Where the tokens of one piece of a sequence stand. */
export type Positions = {
  /** The position of each token, int32 [batch, tokens]; of masked ones anything. */
  readonly positions: Tensor2D;
  /** The position of the token after them, int32 [batch]. */
  readonly next: Tensor1D;
};

/**
 * Where the tokens of a piece stand. Masked tokens take no position. To be called in a scope.
 *
 * @param position of the first token, int32 [batch]
 */
export function positionsOf(
  position: Tensor1D,
  { tokens, mask }: { readonly tokens: number; readonly mask: Tensor2D | undefined },
): Positions {
  if (mask === undefined) {
    const offsets = range(0, tokens, 1, 'int32');
    return { positions: add(expandDims(position, 1), offsets), next: add(position, cast(tokens, 'int32')) };
  }
  const counts = cast(notEqual(mask, 0), 'float32');
  const whole = (of: Tensor): Tensor => cast(of, 'int32');
  return {
    positions: add(expandDims(position, 1), whole(sub(cumsum(counts, 1), 1))),
    next: add(position, whole(sum(counts, 1))),
  };
}

/**
 * Makes what is beyond the room NaN, as no number says that there is none, and nothing may read a tensor here to throw.
 *
 * @param x [batch, tokens, features]
 */
export function broken(x: Tensor3D, { positions }: Positions, room: number): Tensor3D {
  const [batch, tokens] = positions.shape;
  const beyond = reshape(greaterEqual(positions, cast(room, 'int32')), [batch, tokens, 1]);
  return add(x, where(beyond, Number.NaN, 0));
}
