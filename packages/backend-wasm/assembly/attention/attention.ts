// Scaled dot-product attention of one head, some queries at a time, so that memory grows with queries plus keys and not
// with their product. The gradient works the weights out again.

import { matrixProduct } from '../products/matrix-product';
import { largestOf, logarithmOf, weigh } from '../normalization/softmax';
import { negativeExponential } from '../elementwise/transcendental';
import { floats, flush, storeUpTo, sumOfLanes, within } from '../common/vector';

/** Queries that are worked on at once. */
// @ts-ignore: decorator
@inline
const BLOCK_QUERIES: i32 = 64;

/** Stands in for the largest score of a query that sees no key, as in @neurite/ops. */
// @ts-ignore: decorator
@inline
const LOWEST: f32 = -3e38;

/** Floats of scratch that both directions need, besides those of a matrix product. */
export function attentionScratch(keys: i32, dim: i32, depth: i32): i32 {
  return keys * (2 * BLOCK_QUERIES + max(dim, depth));
}

/** A product, also over nothing, which is 0. */
function product(rows: i32, columns: i32, depth: i32, left: usize, transposeLeft: bool, right: usize, transposeRight: bool, target: usize, scratch: usize): void {
  if (depth == 0) memory.fill(target, 0, floats(rows * columns));
  else matrixProduct(rows, columns, depth, left, transposeLeft, right, transposeRight, target, 0, false, scratch, 0, rows, 0, columns);
}

/** Products to scores: scaled, masked, and −∞ from the place `visible` on. */
function toScores(row: usize, count: i32, visible: i32, scale: f32, mask: usize, maskKey: bool): void {
  const end = row + floats(count), factor = f32x4.splat(scale);
  for (let at = row; at < end; at += 16) {
    let score = f32x4.mul(v128.load(at), factor);
    if (mask) score = f32x4.add(score, maskKey ? v128.load(mask + (at - row)) : v128.load_splat<f32>(mask));
    storeUpTo(at, end, score);
  }
  for (let at = row + floats(visible); at < end; at += 4) f32.store(at, -Infinity);
}

/** Scores to weights, whose sum is 1, or to 0 where no key is seen; returns log Σ e^score. */
function toWeights(row: usize, count: i32): f32 {
  const most = max<f32>(LOWEST, largestOf(row, count));
  return most + logarithmOf(weigh(row, row, count, most));
}

/**
 * y[queries, depth] and logSumExp[queries].
 *
 * @param mask the address of what is added to the scores, or 0
 * @param maskQuery bytes from one query's mask to the next one's: 0 where all have the same
 * @param maskKey whether each key has a mask of its own
 */
export function attention(
  query: usize, key: usize, value: usize, mask: usize, maskQuery: usize, maskKey: bool, y: usize, logSumExp: usize,
  queries: i32, keys: i32, dim: i32, depth: i32, scale: f32, causal: bool, scratch: usize,
): void {
  const rest = scratch + floats(attentionScratch(keys, dim, depth));
  for (let first = 0; first < queries; first += BLOCK_QUERIES) {
    const count = min(BLOCK_QUERIES, queries - first), seen = causal ? first + count : keys;
    product(count, seen, dim, query + floats(first * dim), false, key, true, scratch, rest);
    for (let i = 0; i < count; i++) {
      const row = scratch + floats(i * seen), at = first + i;
      toScores(row, seen, causal ? at + 1 : seen, scale, mask ? mask + <usize>at * maskQuery : 0, maskKey);
      f32.store(logSumExp + floats(at), toWeights(row, seen));
    }
    product(count, depth, seen, scratch, false, value, false, y + floats(first * depth), rest);
  }
}

/** Scores to weights by what `toWeights` said, and the gradient by the weights to that by the scores, times `scale`. */
function toSlopes(row: usize, slopes: usize, count: i32, logSumExp: f32, level: f32, scale: f32): void {
  const end = row + floats(count), shift = f32x4.splat(logSumExp), d = f32x4.splat(level), factor = f32x4.splat(scale);
  for (let at = row, slope = slopes; at < end; at += 16, slope += 16) {
    const weight = negativeExponential(f32x4.sub(v128.load(at), shift));
    const byScore = f32x4.mul(weight, f32x4.sub(v128.load(slope), d));
    storeUpTo(at, end, weight);
    storeUpTo(slope, slope + (end - at), flush(f32x4.mul(byScore, factor)));
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

/** The gradients by query, key and value; see `AttentionGrad` of @neurite/ops, and `attention` for the arguments. */
export function attentionGradient(
  dy: usize, y: usize, logSumExp: usize, query: usize, key: usize, value: usize, mask: usize, maskQuery: usize, maskKey: bool,
  dQuery: usize, dKey: usize, dValue: usize,
  queries: i32, keys: i32, dim: i32, depth: i32, scale: f32, causal: bool, scratch: usize,
): void {
  const slopes = scratch + floats(BLOCK_QUERIES * keys), part = slopes + floats(BLOCK_QUERIES * keys);
  const rest = scratch + floats(attentionScratch(keys, dim, depth));
  memory.fill(dKey, 0, floats(keys * dim));
  memory.fill(dValue, 0, floats(keys * depth));
  for (let first = 0; first < queries; first += BLOCK_QUERIES) {
    const count = min(BLOCK_QUERIES, queries - first), seen = causal ? first + count : keys;
    const q = query + floats(first * dim), slope = dy + floats(first * depth), result = y + floats(first * depth);
    product(count, seen, dim, q, false, key, true, scratch, rest);
    product(count, seen, depth, slope, false, value, true, slopes, rest);
    for (let i = 0; i < count; i++) {
      const row = scratch + floats(i * seen), at = first + i, offset = floats(i * depth);
      toScores(row, seen, causal ? at + 1 : seen, scale, mask ? mask + <usize>at * maskQuery : 0, maskKey);
      toSlopes(row, slopes + floats(i * seen), seen, f32.load(logSumExp + floats(at)), dot(slope + offset, result + offset, depth), scale);
    }
    product(count, dim, seen, slopes, false, key, false, dQuery + floats(first * dim), rest);
    product(seen, dim, count, slopes, true, q, false, part, rest);
    addTo(dKey, part, seen * dim);
    product(seen, depth, count, scratch, true, slope, false, part, rest);
    addTo(dValue, part, seen * depth);
  }
}
