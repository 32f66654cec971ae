// Scaled dot-product attention of one head, some queries at a time, so that memory grows with queries plus keys and not
// with their product. The gradient recomputes the weights.

import { Bytes, OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, storeUpTo, sumOfLanes, within } from '../common/vector';
import { negativeExponentialInPairs } from '../elementwise/transcendental';
import { logarithmOf, maximumOf, normalizedExponentials } from '../normalization/softmax';
import { matrixProduct } from '../products/matrix-product';

/** Queries that are processed at once. */
// @ts-ignore: decorator
@inline
const BLOCK_QUERIES: i32 = 64;
/** Half of them where later keys are hidden, which a block does not multiply. */
// @ts-ignore: decorator
@inline
function queriesAtOnce(causal: bool): i32 {
  return causal ? BLOCK_QUERIES / 2 : BLOCK_QUERIES;
}

/** Replaces the largest score of a query that attends to no key, as in `@neurite/ops`. */
// @ts-ignore: decorator
@inline
const LOWEST: f32 = -3e38;

/** The size of `scratch` for both directions, in floats, without that of `matrixProduct`, which follows it. */
export function attentionScratch(keys: i32, dim: i32, depth: i32): i32 {
  return keys * (2 * BLOCK_QUERIES + max(dim, depth));
}

/** A matrix product; 0 where depth is 0. */
function product(rows: i32, columns: i32, depth: i32, left: usize, transposeLeft: bool, right: usize, transposeRight: bool, target: usize, scratch: usize): void {
  if (depth == 0) memory.fill(target, 0, floats(rows * columns));
  else matrixProduct(rows, columns, depth, left, transposeLeft, right, transposeRight, target, 0, false, scratch, 0, rows, 0, columns, 0, depth);
}

/** Products to scores: scaled, masked, and −∞ from the key `visible` on. */
function toScores(row: usize, count: i32, visible: i32, scale: f32, mask: usize, maskKey: bool): void {
  const end = row + floats(count), factor = f32x4.splat(scale);
  for (let at = row; at < end; at += 16) {
    let score = f32x4.mul(v128.load(at), factor);
    if (mask) score = f32x4.add(score, maskKey ? v128.load(mask + (at - row)) : v128.load_splat<f32>(mask));
    storeUpTo(at, end, score);
  }
  for (let at = row + floats(visible); at < end; at += 4) f32.store(at, -Infinity);
}

/** Scores to weights, whose sum is 1, or to 0 where no key is visible; returns log Σ e^score. */
function toWeights(row: usize, count: i32): f32 {
  const maximum = max<f32>(LOWEST, maximumOf(row, count));
  return maximum + logarithmOf(normalizedExponentials(row, row, count, maximum));
}

/**
 * y[queries, depth] and logSumExp[queries].
 *
 * @param mask added to the scores, or 0
 * @param maskQuery bytes from one query's mask to the next: 0 where all have the same
 * @param maskKey whether each key has a mask of its own
 */
export function attention(
  query: Pointer, key: Pointer, value: Pointer, mask: OptionalPointer, maskQuery: Bytes, maskKey: bool, y: Pointer, logSumExp: Pointer,
  queries: i32, keys: i32, dim: i32, depth: i32, scale: f32, causal: bool, scratch: Scratch,
): void {
  const rest = scratch + floats(attentionScratch(keys, dim, depth)), block = queriesAtOnce(causal);
  for (let first = 0; first < queries; first += block) {
    const count = min(block, queries - first), visible = causal ? first + count : keys;
    product(count, visible, dim, query + floats(first * dim), false, key, true, scratch, rest);
    for (let i = 0; i < count; i++) {
      const row = scratch + floats(i * visible), at = first + i;
      toScores(row, visible, causal ? at + 1 : visible, scale, mask ? mask + <usize>at * maskQuery : 0, maskKey);
      f32.store(logSumExp + floats(at), toWeights(row, visible));
    }
    product(count, depth, visible, scratch, false, value, false, y + floats(first * depth), rest);
  }
}

/**
 * Scores to weights, and the gradient by the weights to that by the scores, times `scale`.
 *
 * @param logSumExp what `toWeights` returned
 * @param mean the weighted mean of the gradient by the weights
 */
function toScoreGradients(row: usize, gradients: usize, count: i32, logSumExp: f32, mean: f32, scale: f32): void {
  const end = row + floats(count), shift = f32x4.splat(logSumExp), d = f32x4.splat(mean), factor = f32x4.splat(scale);
  for (let at = row, gradient = gradients; at < end; at += 16, gradient += 16) {
    const weight = negativeExponentialInPairs(f32x4.sub(v128.load(at), shift));
    const byScore = f32x4.mul(weight, f32x4.sub(v128.load(gradient), d));
    storeUpTo(at, end, weight);
    storeUpTo(gradient, gradient + (end - at), flush(f32x4.mul(byScore, factor)));
  }
}

function dot(a: usize, b: usize, count: i32): f32 {
  const end = a + floats(count);
  let sum = f32x4.splat(0);
  for (; a < end; a += 16, b += 16) sum = f32x4.add(sum, within(f32x4.mul(v128.load(a), v128.load(b)), a, end));
  return sumOfLanes(sum);
}

function addTo(target: usize, x: usize, count: i32): void {
  const end = target + floats(count);
  for (; target < end; target += 16, x += 16) storeUpTo(target, end, f32x4.add(v128.load(target), v128.load(x)));
}

/** The gradients by query, key and value: `AttentionGrad` of `@neurite/ops`. The other arguments are those of `attention`. */
export function attentionGradient(
  dy: Pointer, y: Pointer, logSumExp: Pointer, query: Pointer, key: Pointer, value: Pointer, mask: OptionalPointer, maskQuery: Bytes, maskKey: bool,
  dQuery: Pointer, dKey: Pointer, dValue: Pointer,
  queries: i32, keys: i32, dim: i32, depth: i32, scale: f32, causal: bool, scratch: Scratch,
): void {
  const gradients = scratch + floats(BLOCK_QUERIES * keys), part = gradients + floats(BLOCK_QUERIES * keys);
  const rest = scratch + floats(attentionScratch(keys, dim, depth)), block = queriesAtOnce(causal);
  // The first block writes what the others are added to.
  const written = queries == 0 ? 0 : causal ? min(block, queries) : keys;
  memory.fill(dKey + floats(written * dim), 0, floats((keys - written) * dim));
  memory.fill(dValue + floats(written * depth), 0, floats((keys - written) * depth));
  for (let first = 0; first < queries; first += block) {
    const count = min(block, queries - first), visible = causal ? first + count : keys;
    const q = query + floats(first * dim), gradient = dy + floats(first * depth), result = y + floats(first * depth);
    product(count, visible, dim, q, false, key, true, scratch, rest);
    product(count, visible, depth, gradient, false, value, true, gradients, rest);
    for (let i = 0; i < count; i++) {
      const row = scratch + floats(i * visible), at = first + i, offset = floats(i * depth);
      toScores(row, visible, causal ? at + 1 : visible, scale, mask ? mask + <usize>at * maskQuery : 0, maskKey);
      toScoreGradients(row, gradients + floats(i * visible), visible, f32.load(logSumExp + floats(at)), dot(gradient + offset, result + offset, depth), scale);
    }
    product(count, dim, visible, gradients, false, key, false, dQuery + floats(first * dim), rest);
    product(visible, dim, count, gradients, true, q, false, first == 0 ? dKey : part, rest);
    if (first > 0) addTo(dKey, part, visible * dim);
    product(visible, depth, count, scratch, true, gradient, false, first == 0 ? dValue : part, rest);
    if (first > 0) addTo(dValue, part, visible * depth);
  }
}
