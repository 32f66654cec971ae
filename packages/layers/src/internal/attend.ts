import type { Parameter, RandomKeys } from '@neurite/core';
import { fusedAttention, fusedDropout } from '@neurite/ops';
import {
  add,
  div,
  exp,
  expandDims,
  greaterEqual,
  less,
  logicalOr,
  matMul,
  max,
  maximum,
  mul,
  notEqual,
  range,
  reshape,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  type Tensor4D,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import { attendInChunks } from './attend-in-chunks.js';

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
export type Heads = {
  readonly query: Tensor;
  readonly key: Tensor;
  readonly value: Tensor;
  /** [batch, 1, queries or 1, keys], added to the scores. */
  readonly mask?: Tensor | undefined;
};

/** How attention goes. */
export type Attending = {
  /** Whether a query sees no key after its own position. */
  readonly causal: boolean;
  /** A query sees keys that are fewer steps away than this. Default: however far. */
  readonly window?: number | undefined;
  /** So many queries at a time, so that memory is linear in the length. Default: all. */
  readonly chunk?: number | undefined;
  /** What is added to the scores, by the positions of queries, [1, queries], and of keys, [keys]. Default: nothing. */
  readonly bias?: ((queries: Tensor, keys: Tensor1D) => Tensor) | undefined;
  /** The parameters that `bias` reads. Default: none. */
  readonly held?: readonly Parameter[] | undefined;
  /** Which weights are dropped. Default: none. */
  readonly dropout?: { readonly rate: number; readonly random: RandomKeys; readonly first: number } | undefined;
};

/** Attention of each head, side by side again: [batch, queries, heads · dim]. To be called in a scope. */
export function attend(heads: Heads, how: Attending): Tensor3D {
  const queries = heads.query.shape[2]!;
  const { chunk = queries } = how;
  const seen = chunk >= queries ? attendPart(heads, how, [0, queries]) : inChunks(heads, how, chunk);
  const [batch, count, , dim] = seen.shape as [number, number, number, number]; // by heads
  return reshape(transpose(seen, [0, 2, 1, 3]), [batch, queries, count * dim]);
}

function inChunks({ query, key, value, mask: hidden }: Heads, how: Attending, chunk: number): Tensor {
  const { dropout, held = [] } = how;
  return attendInChunks({
    inputs: hidden === undefined ? [query, key, value] : [query, key, value, hidden],
    held,
    random: dropout?.random,
    chunk,
    part: ([query, key, value, mask], random, ends) => {
      const heads = { query: query!, key: key!, value: value!, mask };
      return attendPart(heads, { ...how, dropout: dropout && { ...dropout, random: random! } }, ends);
    },
  });
}

/** Attention of the queries from `begin` up to `end`. */
function attendPart(heads: Heads, how: Attending, [begin, end]: readonly [number, number]): Tensor {
  const { causal, window, bias, dropout } = how;
  const [queries, keys] = [heads.query.shape[2]!, heads.key.shape[2]!];
  const whole = begin === 0 && end === queries;
  if (whole && window === undefined && bias === undefined && dropout === undefined) {
    const { query, key, value, mask } = heads;
    return fusedAttention({ query, key, value, ...(mask && { mask }) }, { causal });
  }
  // The keys that any of them can see.
  const from = whole || window === undefined ? 0 : Math.max(0, begin - window + 1);
  const reach = causal ? end : window === undefined ? keys : end + window - 1;
  const to = whole ? keys : Math.min(keys, reach);
  const cut = (of: Tensor, axis: number, first: number, last: number): Tensor => {
    const size = of.shape[axis]!;
    if (size === 1 || (first === 0 && last === size)) return of;
    return slice(
      of,
      of.shape.map((_, i) => (i === axis ? first : 0)),
      of.shape.with(axis, last - first),
    );
  };
  const [query, key, value] = [
    cut(heads.query, 2, begin, end),
    cut(heads.key, 2, from, to),
    cut(heads.value, 2, from, to),
  ];
  const at = range(begin, end);
  const others = range(from, to) as Tensor1D;
  const masks = [
    heads.mask && cut(cut(heads.mask, 2, begin, end), 3, from, to),
    causal || window !== undefined ? bandOf(at, others, { causal, window }) : undefined,
    bias?.(expandDims(at, 0), others),
  ].filter((mask) => mask !== undefined);
  const mask = masks.length === 0 ? undefined : masks.reduce((total, next) => add(total, next));
  if (dropout === undefined) return fusedAttention({ query, key, value, ...(mask && { mask }) });
  return dropped({ query, key, value, mask }, dropout, String(begin));
}

/** [queries, keys]: −∞ where a key is hidden by its distance. */
function bandOf(queries: Tensor, keys: Tensor, { causal, window }: Pick<Attending, 'causal' | 'window'>): Tensor {
  const distance = sub(expandDims(queries, 1), keys);
  const later = causal ? less(distance, 0) : less(distance, 1 - window!);
  const hidden = window === undefined ? later : logicalOr(later, greaterEqual(distance, window));
  return reshape(where(hidden, Number.NEGATIVE_INFINITY, 0), [1, 1, ...distance.shape]);
}

/** The largest score of a query that sees no key, so that its weights are 0 and not 0 / 0. */
const LOWEST = -3e38;

/** How much each query attends to each key, [batch, heads, queries, keys]. To be called in a scope. */
export function weightsOf({ query, key, mask }: Omit<Heads, 'value'>): Tensor {
  const scores = mul(matMul(query, key, false, true), 1 / Math.sqrt(query.shape.at(-1)!));
  const masked = mask === undefined ? scores : add(scores, mask);
  const weights = exp(sub(masked, maximum(max(masked, -1, true), LOWEST)));
  return div(weights, maximum(sum(weights, -1, true), 1));
}

/** Attention some of whose weights are dropped. */
function dropped(
  { query, key, value, mask }: Heads,
  { rate, random, first }: NonNullable<Attending['dropout']>,
  name: string,
): Tensor {
  const shares = weightsOf({ query, key, mask });
  const offset = first * (shares.size / Math.max(1, shares.shape[0]!));
  return matMul(fusedDropout(shares, { rate, key: random.child(name).key(), offset }), value);
}
