import { fusedAttention } from '@neurite/ops';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { constant, type Draw } from '../../draw.js';
import { at, broadcastAt, fill, type Nd } from '../../nd.js';
import type { OperationSpec } from '../../operation-spec.js';
import { total } from '../products.js';

const HIDDEN = Number.NEGATIVE_INFINITY;

/** A mask for [batch, queries, keys]. */
type DrawMask = (draw: Draw, batch: number, sizes: readonly [queries: number, keys: number]) => Nd;

/** Numbers that are added to the scores. */
const added: DrawMask = (draw, batch, [queries, keys]) => draw.floats([batch, 1, queries, keys]);

/** Some keys are hidden; the last sample has no other. */
const hiding: DrawMask = (draw, batch, [, keys]) => {
  const hidden = draw.bools([batch, 1, 1, keys]);
  return constant(
    fill(hidden.shape, (index) => (index[0] === batch - 1 || at(hidden, index) === 1 ? HIDDEN : index[3]! / 4)),
  );
};

function attention(
  name: string,
  { mask, causal = false, scale }: { readonly mask?: DrawMask; readonly causal?: boolean; readonly scale?: number },
): OperationSpec {
  return {
    name,
    without: ['huge', 'infinite', 'none'],
    draw: (draw) => {
      const [batch, heads, queries] = [draw.size(2, 3), draw.size(1, 2), draw.size(2, 4)];
      const keys = causal ? queries : draw.size(2, 4);
      const [dim, depth] = [draw.some(1, 3), draw.some(1, 3)];
      const factor = scale ?? 1 / Math.sqrt(dim);
      return {
        inputs: [
          draw.floats([batch, heads, queries, dim]),
          draw.floats([batch, heads, keys, dim]),
          draw.floats([batch, heads, keys, depth]),
          ...(mask === undefined ? [] : [mask(draw, batch, [queries, keys])]),
        ],
        run: (query: Tensor4D, key: Tensor4D, value: Tensor4D, given?: Tensor4D) =>
          fusedAttention(
            { query, key, value, ...(given && { mask: given }) },
            { causal, ...(scale !== undefined && { scale }) },
          ),
        reference: (query, key, value, given) =>
          fill([batch, heads, queries, depth], ([n, h, q, d]) => {
            const scores = Array.from({ length: keys }, (_, k) => {
              const product = total(dim, (i) => at(query!, [n!, h!, q!, i]) * at(key!, [n!, h!, k, i]));
              const seen = causal && k > q! ? HIDDEN : 0;
              return product * factor + seen + (given === undefined ? 0 : broadcastAt(given, [n!, h!, q!, k]));
            });
            const largest = Math.max(...scores);
            // A query that sees no key gets zeros.
            if (largest === HIDDEN) return 0;
            const weights = scores.map((score) => Math.exp(score - largest));
            const sum = total(keys, (k) => weights[k]!);
            return total(keys, (k) => (weights[k]! / sum) * at(value!, [n!, h!, k, d!]));
          }),
      };
    },
  };
}

/** Attention of heads in one kernel. */
export const attentions: readonly OperationSpec[] = [
  attention('fusedAttention', { mask: added }),
  attention('fusedAttention, no mask', {}),
  attention('fusedAttention, hidden keys', { mask: hiding }),
  attention('fusedAttention, causal', { causal: true, scale: 0.7 }),
  attention('fusedAttention, causal, hidden keys', { mask: hiding, causal: true, scale: 0.7 }),
];
