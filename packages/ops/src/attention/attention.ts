import { defineOperation, fusedOperation, type Operation, sumTo } from '@neurite/core/operation';
import {
  add,
  div,
  exp,
  expandDims,
  greaterEqual,
  log,
  matMul,
  max,
  maximum,
  mul,
  range,
  reshape,
  squeeze,
  sub,
  sum,
  type Tensor,
  type Tensor4D,
  where,
} from '@tensorflow/tfjs-core';
import { assertAttention } from '../internal/assert-attention.js';

/** What attention reads. */
export type AttentionInputs = {
  /** [batch, heads, queries, dim] */
  readonly query: Tensor;
  /** [batch, heads, keys, dim] */
  readonly key: Tensor;
  /** [batch, heads, keys, depth] */
  readonly value: Tensor;
  /** [batch or 1, heads or 1, queries or 1, keys or 1], float32, added to the scores: −∞ hides a key. Default: none. */
  readonly mask?: Tensor;
};
/** How attention weighs keys. */
export type AttentionOptions = {
  /** Multiplied with the scores. Default 1 / √dim. */
  readonly scale?: number;
  /** Whether a query sees no key after its own position; needs as many queries as keys. Default false. */
  readonly causal?: boolean;
};
type Unmasked = Omit<AttentionInputs, 'mask'>;
type Masked = Required<AttentionInputs>;
/** The inputs of both, as the composed definition reads them. */
type Inputs = Unmasked & { readonly mask?: Tensor | undefined };
type GradInputs = Unmasked & {
  readonly dy: Tensor;
  readonly y: Tensor;
  readonly logSumExp: Tensor;
  readonly mask: Tensor;
};
type Attrs = Required<AttentionOptions>;

/** The largest score of a query that sees no key, so that its weights are 0 and not 0 / 0. */
const LOWEST = -3e38;

/** query · keyᵀ · scale + mask, [batch, heads, queries, keys]; −∞ where a key is hidden. */
function scoresOf({ query, key, mask }: Omit<Inputs, 'value'>, { scale, causal }: Attrs): Tensor {
  let scores: Tensor = mul(matMul(query, key, false, true), scale);
  if (mask !== undefined) scores = add(scores, mask);
  if (!causal) return scores;
  const positions = range(0, query.shape[2]!);
  const seen = greaterEqual(expandDims(positions, 1), positions);
  return add(scores, where(seen, 0, Number.NEGATIVE_INFINITY));
}

function compose(inputs: Inputs, attrs: Attrs): Tensor[] {
  const scores = scoresOf(inputs, attrs);
  const largest = maximum(max(scores, -1, true), LOWEST);
  const weights = exp(sub(scores, largest));
  // At least 1, the weight of the largest score, where a key is seen.
  const total = maximum(sum(weights, -1, true), 1);
  return [matMul(div(weights, total), inputs.value), squeeze(add(largest, log(total)), [3])];
}

type Probabilities = { readonly probabilities: Tensor; readonly dScores: Tensor };

/** The probabilities again, and the gradient by the scores: P · (dy · valueᵀ − Σ dy · y), both [.., queries, keys]. */
function scoreGradients(
  { dy, y, logSumExp, value, ...inputs }: Omit<GradInputs, 'mask'> & Inputs,
  attrs: Attrs,
): Probabilities {
  const probabilities = exp(sub(scoresOf(inputs, attrs), expandDims(logSumExp, -1)));
  const dProbabilities = matMul(dy, value, false, true);
  return { probabilities, dScores: mul(probabilities, sub(dProbabilities, sum(mul(dy, y), -1, true))) };
}

function backward(
  dy: Tensor,
  inputs: Inputs,
  [y, logSumExp]: readonly Tensor[],
  attrs: Attrs,
): (Tensor | (() => Tensor))[] {
  const { mask } = inputs;
  const all = { ...inputs, dy, y: y!, logSumExp: logSumExp! };
  const unmasked = attentionGradOperation(all as GradInputs, attrs); // a kernel may have no mask
  // Rarely needed, so it is not a part of the kernel.
  return mask === undefined
    ? unmasked
    : [...unmasked, () => reshape(sumTo(scoreGradients(all, attrs).dScores, mask.shape), mask.shape)];
}

/**
 * The kernel `Attention`: query [batch, heads, queries, dim], key [batch, heads, keys, dim], value [batch, heads, keys,
 * depth]; scale, causal → [y, logSumExp], shapes [batch, heads, queries, depth], [batch, heads, queries].
 *
 * `logSumExp` holds log Σ exp(scores), −3e38 for a query that sees no key (its y is 0). Only the gradient's kernel reads it,
 * which ignores the gradient by it. With causal, queries = keys. See `fusedAttention`.
 */
export const attentionOperation: Operation<Unmasked, Attrs, Tensor[]> = fusedOperation<Unmasked, Attrs, Tensor[]>({
  name: 'Attention',
  compose,
  inputs: ['query', 'key', 'value'],
  outputs: [true, true],
  internal: [false, true],
  backward: ([dy], inputs, outputs, attrs) => backward(dy!, inputs, outputs, attrs),
});

/**
 * The kernel `MaskedAttention`: as `Attention`, with mask [batch or 1, heads or 1, queries or 1, keys or 1], added to the
 * scores; it may hold −∞. See `fusedAttention`.
 */
export const maskedAttentionOperation: Operation<Masked, Attrs, Tensor[]> = fusedOperation<Masked, Attrs, Tensor[]>({
  name: 'MaskedAttention',
  compose,
  inputs: ['query', 'key', 'value', 'mask'],
  outputs: [true, true],
  internal: [false, true],
  backward: ([dy], inputs, outputs, attrs) => backward(dy!, inputs, outputs, attrs),
});

/**
 * The kernel `AttentionGrad`: dy and y [batch, heads, queries, depth], logSumExp [batch, heads, queries], query, key,
 * value, and mask where there is one; scale, causal → [dQuery, dKey, dValue], the shapes of query, key, value.
 *
 * With P = exp(scores − logSumExp), 0 where a key is hidden: `dValue = Pᵀ · dy`,
 * `dScores = P · (dy · valueᵀ − Σ dy · y)`, `dQuery = scale · dScores · key`, `dKey = scale · dScoresᵀ · query`.
 */
export const attentionGradOperation: Operation<GradInputs, Attrs, Tensor[]> = defineOperation({
  name: 'AttentionGrad',
  compose: (inputs: GradInputs, attrs: Attrs) => {
    const { probabilities, dScores } = scoreGradients(inputs, attrs);
    const scaled = mul(dScores, attrs.scale);
    return [matMul(scaled, inputs.key), matMul(scaled, inputs.query, true), matMul(probabilities, inputs.dy, true)];
  },
});

/**
 * Scaled dot-product attention of each head, in one kernel: `softmax(query · keyᵀ · scale + mask) · value`.
 *
 * A query that sees no key gets zeros. The gradient computes the probabilities again, so that a kernel needs no memory for
 * all pairs of query and key. Derivatives exist to any order, by the mask too.
 *
 * @returns a new tensor [batch, heads, queries, depth], owned by the caller
 * @throws ShapeError when shapes do not fit, or with `causal` there are not as many queries as keys
 * @throws DtypeError when the mask is not float32
 * @throws ArgumentError when scale is not a finite number
 * @example
 * const query: Tensor4D = fill([1, 1, 2, 3], 1);
 * const y = fusedAttention({ query, key: query, value: tensor4d([[[[1], [3]]]]) }, { causal: true }); // 1, 2
 * @see Vaswani et al., "Attention is all you need", 2017
 * @see Dao et al., "FlashAttention: fast and memory-efficient exact attention with IO-awareness", 2022
 */
export function fusedAttention(
  { query, key, value, mask }: AttentionInputs,
  { scale = 1 / Math.sqrt(query.shape.at(-1)!), causal = false }: AttentionOptions = {},
): Tensor4D {
  assertAttention('fusedAttention', { query, key, value, mask }, { scale, causal });
  const [y, logSumExp] =
    mask === undefined
      ? attentionOperation({ query, key, value }, { scale, causal })
      : maskedAttentionOperation({ query, key, value, mask }, { scale, causal });
  logSumExp!.dispose();
  return y as Tensor4D; // the first
}
