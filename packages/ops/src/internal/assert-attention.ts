import { assertShape, checkNumber, DtypeError, formatShape } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { refuseShape } from './refuse-shape.js';

type Inputs = {
  readonly query: Tensor;
  readonly key: Tensor;
  readonly value: Tensor;
  readonly mask: Tensor | undefined;
};

/**
 * Checks the inputs of attention.
 *
 * @throws ShapeError, DtypeError, ArgumentError
 */
export function assertAttention(
  where: string,
  { query, key, value, mask }: Inputs,
  { scale, causal }: { readonly scale: number; readonly causal: boolean },
): void {
  const refuse = refuseShape(where);
  if (query.rank !== 4) refuse('query', 'have shape [batch, heads, queries, dim]', query);
  const [batch, heads, queries, dim] = query.shape as [number, number, number, number]; // of rank 4
  if (key.rank !== 4) refuse('key', `have shape [${batch}, ${heads}, keys, ${dim}]`, key);
  const keys = key.shape[2]!;
  assertShape(where, 'key', key.shape, [batch, heads, keys, dim]);
  if (value.rank !== 4) refuse('value', `have shape [${batch}, ${heads}, ${keys}, depth]`, value);
  assertShape(where, 'value', value.shape, [batch, heads, keys, value.shape[3]!]);
  if (mask !== undefined) {
    const full = [batch, heads, queries, keys];
    if (mask.rank !== 4 || mask.shape.some((size, axis) => size !== 1 && size !== full[axis])) {
      refuse('mask', `have shape ${formatShape(full)}, or 1 instead of a size`, mask);
    }
    if (mask.dtype !== 'float32') {
      throw new DtypeError({
        where,
        argument: 'mask',
        expected: 'be float32',
        received: mask.dtype,
        advice: 'It is added to the scores: 0 for a key that is seen, -Infinity for one that is not',
      });
    }
  }
  if (causal && queries !== keys) {
    refuse('key', `have as many keys as there are queries (${queries}), with \`causal\``, key, 'Give a mask instead');
  }
  checkNumber(where, 'scale', scale);
}
