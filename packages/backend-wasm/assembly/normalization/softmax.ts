// Softmax and its cross entropy, row by row. The largest logit is taken out first, so that nothing overflows.

import { BELOW, exponentials, logarithm, negativeExponential } from '../elementwise/transcendental';
import { floats, flush, storeUpTo, sumOfLanes, within } from '../common/vector';

/** NaN counts as nothing: it is found again in the sum of exponentials. */
export function largestOf(x: usize, count: i32): f32 {
  const end = x + floats(count), wide = x + (floats(count) & ~63);
  let best = f32x4.splat(-Infinity), second = best, third = best, fourth = best;
  for (; x < wide; x += 64) {
    best = f32x4.pmax(best, v128.load(x));
    second = f32x4.pmax(second, v128.load(x, 16));
    third = f32x4.pmax(third, v128.load(x, 32));
    fourth = f32x4.pmax(fourth, v128.load(x, 48));
  }
  for (; x < end; x += 4) best = f32x4.pmax(best, v128.load_splat<f32>(x));
  best = f32x4.pmax(f32x4.pmax(best, second), f32x4.pmax(third, fourth));
  best = f32x4.pmax(best, v128.shuffle<f32>(best, best, 2, 3, 0, 1));
  best = f32x4.pmax(best, v128.shuffle<f32>(best, best, 1, 0, 3, 2));
  return f32x4.extract_lane(best, 0);
}

/** Σ e^(x − most), of one row. */
function sumOfExponentials(x: usize, columns: i32, most: f32): f32 {
  const end = x + floats(columns), m = f32x4.splat(most);
  let sum = f32x4.splat(0);
  for (; x < end; x += 16) sum = f32x4.add(sum, within(negativeExponential(f32x4.sub(v128.load(x), m)), x, end));
  return sumOfLanes(sum);
}

export function logarithmOf(x: f32): f32 {
  return f32x4.extract_lane(logarithm(f32x4.splat(x)), 0);
}

/** e^(x − most) over their sum, of one row; `target` may be x. @returns the sum, which is at least 1 where x has `most` */
export function weigh(x: usize, target: usize, count: i32, most: f32): f32 {
  const total = max<f32>(sumOfLanes(exponentials(BELOW, x, target, count, most)), 1), factor = f32x4.splat(1 / total);
  const end = target + floats(count), wide = target + (floats(count) & ~31);
  for (; target < wide; target += 32) {
    v128.store(target, f32x4.mul(v128.load(target), factor));
    v128.store(target, f32x4.mul(v128.load(target, 16), factor), 16);
  }
  for (; target < end; target += 16) storeUpTo(target, end, f32x4.mul(v128.load(target), factor));
  return total;
}

export function softmax(logits: usize, target: usize, rows: i32, columns: i32): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, logits += step, target += step) weigh(logits, target, columns, largestOf(logits, columns));
}

export function logSoftmax(logits: usize, target: usize, rows: i32, columns: i32): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, logits += step, target += step) {
    const most = largestOf(logits, columns), m = f32x4.splat(most), end = target + step;
    const logTotal = f32x4.splat(logarithmOf(sumOfExponentials(logits, columns, most)));
    for (let x = logits, at = target; at < end; x += 16, at += 16) {
      storeUpTo(at, end, f32x4.sub(f32x4.sub(v128.load(x), m), logTotal));
    }
  }
}

/** Four labels of a row: its own numbers, or where it has a class instead, 1 in the place of that and 0 elsewhere. */
// @ts-ignore: decorator
@inline
function labelsAt(labels: usize, at: usize, classes: bool): v128 {
  if (!classes) return v128.load(labels + at);
  const places = i32x4.add(i32x4.splat(<i32>(at >> 2)), i32x4(0, 1, 2, 3));
  return v128.and(i32x4.eq(places, v128.load_splat<i32>(labels)), f32x4.splat(1));
}

/** What the labels of a row with a class sum to: not a number where there is no such class. */
// @ts-ignore: decorator
@inline
function massOfClass(labels: usize, columns: i32): f32 {
  return <u32>i32.load(labels) < <u32>columns ? 1 : NaN;
}

/**
 * losses[i] = Σ labels · (ln Σ e^logits − logits).
 *
 * @param classes whether `labels` has one whole number for each row, its class, and not one number for each logit
 */
export function softmaxCrossEntropy(logits: usize, labels: usize, losses: usize, rows: i32, columns: i32, classes: bool): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, losses += 4, logits += step, labels += classes ? 4 : step) {
    const most = largestOf(logits, columns), end = logits + step;
    const shift = f32x4.splat(logarithmOf(sumOfExponentials(logits, columns, most))), m = f32x4.splat(most);
    let loss = f32x4.splat(0);
    for (let at: usize = 0; at < step; at += 16) {
      const distance = f32x4.sub(shift, f32x4.sub(v128.load(logits + at), m)), label = labelsAt(labels, at, classes);
      // A label of 0 adds 0, also where the distance is infinite: logits of −∞ are masked classes.
      const part = v128.and(f32x4.mul(label, distance), f32x4.ne(label, f32x4.splat(0)));
      loss = f32x4.add(loss, within(part, logits + at, end));
    }
    f32.store(losses, sumOfLanes(loss) * (classes ? massOfClass(labels, columns) : 1));
  }
}

/** target = dy · (softmax(logits) · Σ labels − labels). */
export function softmaxCrossEntropyGradient(dy: usize, logits: usize, labels: usize, target: usize, rows: i32, columns: i32, classes: bool): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, dy += 4, logits += step, labels += classes ? 4 : step, target += step) {
    const most = largestOf(logits, columns), m = f32x4.splat(most), weight = v128.load_splat<f32>(dy), end = target + step;
    let sum = f32x4.splat(0);
    if (!classes) for (let y = labels, last = labels + step; y < last; y += 16) sum = f32x4.add(sum, within(v128.load(y), y, last));
    const mass = classes ? massOfClass(labels, columns) : sumOfLanes(sum);
    const factor = f32x4.splat(mass / sumOfExponentials(logits, columns, most));
    for (let at: usize = 0; at < step; at += 16) {
      const p = f32x4.mul(negativeExponential(f32x4.sub(v128.load(logits + at), m)), factor);
      storeUpTo(target + at, end, flush(f32x4.mul(weight, f32x4.sub(p, labelsAt(labels, at, classes)))));
    }
  }
}
