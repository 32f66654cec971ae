// Softmax and its cross entropy, row by row. The largest logit is subtracted first, so that nothing overflows.

import { Pointer } from '../common/types';
import { floats, flush, storeUpTo, sumOfLanes, within } from '../common/vector';
import { exponentials, ExponentialUse, logarithm, negativeExponential } from '../elementwise/transcendental';

/** The maximum of a row, without NaN: the sum of exponentials has it. */
export function maximumOf(x: usize, count: i32): f32 {
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

/** Logits of a partial sum. */
// @ts-ignore: decorator
@inline
const CHUNK: i32 = 2048;

/** Σ e^(x − maximum), of one row. */
function sumOfExponentials(x: usize, columns: i32, maximum: f32): f32 {
  const m = f32x4.splat(maximum);
  let total: f64 = 0;
  for (; columns > 0; columns -= CHUNK) {
    const end = x + floats(min(columns, CHUNK));
    let sum = f32x4.splat(0);
    for (; x < end; x += 16) sum = f32x4.add(sum, within(negativeExponential(f32x4.sub(v128.load(x), m)), x, end));
    total += <f64>sumOfLanes(sum);
  }
  return <f32>total;
}

export function logarithmOf(x: f32): f32 {
  return f32x4.extract_lane(logarithm(f32x4.splat(x)), 0);
}

/**
 * target = e^(x − maximum) / Σ e^(x − maximum), of one row; the target may be x.
 *
 * @returns the sum, which is at least 1 where x has the maximum
 */
export function normalizedExponentials(x: usize, target: usize, count: i32, maximum: f32): f32 {
  let sum: f64 = 0;
  for (let from = 0; from < count; from += CHUNK) {
    sum += <f64>sumOfLanes(exponentials(ExponentialUse.BelowMaximum, x + floats(from), target + floats(from), min(CHUNK, count - from), maximum));
  }
  const total = max<f32>(<f32>sum, 1), factor = f32x4.splat(1 / total);
  const end = target + floats(count), wide = target + (floats(count) & ~31);
  for (; target < wide; target += 32) {
    v128.store(target, f32x4.mul(v128.load(target), factor));
    v128.store(target, f32x4.mul(v128.load(target, 16), factor), 16);
  }
  for (; target < end; target += 16) storeUpTo(target, end, f32x4.mul(v128.load(target), factor));
  return total;
}

/** target[rows, columns] */
export function softmax(logits: Pointer, target: Pointer, rows: i32, columns: i32): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, logits += step, target += step) normalizedExponentials(logits, target, columns, maximumOf(logits, columns));
}

/** The gradient by the logits of softmax with the output y: target[rows, columns] = y · (dy − Σ dy · y). */
export function softmaxGradient(dy: Pointer, y: Pointer, target: Pointer, rows: i32, columns: i32): void {
  const step = floats(columns);
  for (; rows > 0; rows--, dy += step, y += step, target += step) {
    let mean: f64 = 0;
    for (let from: usize = 0; from < step; from += floats(CHUNK)) {
      const end = y + min(step, from + floats(CHUNK));
      let sum = f32x4.splat(0), other = sum, at = y + from, by = dy + from;
      for (; at + 32 <= end; at += 32, by += 32) {
        sum = f32x4.add(sum, f32x4.mul(v128.load(at), v128.load(by)));
        other = f32x4.add(other, f32x4.mul(v128.load(at, 16), v128.load(by, 16)));
      }
      for (; at < end; at += 16, by += 16) sum = f32x4.add(sum, within(f32x4.mul(v128.load(at), v128.load(by)), at, end));
      mean += <f64>sumOfLanes(f32x4.add(sum, other));
    }
    const m = f32x4.splat(<f32>mean), end = target + step;
    for (let to = target, at = y, by = dy; to < end; to += 16, at += 16, by += 16) storeUpTo(to, end, f32x4.mul(v128.load(at), f32x4.sub(v128.load(by), m)));
  }
}

/** target[rows, columns] */
export function logSoftmax(logits: Pointer, target: Pointer, rows: i32, columns: i32): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, logits += step, target += step) {
    const maximum = maximumOf(logits, columns), m = f32x4.splat(maximum), end = target + step;
    const logTotal = f32x4.splat(logarithmOf(sumOfExponentials(logits, columns, maximum)));
    for (let x = logits, at = target; at < end; x += 16, at += 16) {
      storeUpTo(at, end, f32x4.sub(f32x4.sub(v128.load(x), m), logTotal));
    }
  }
}

/** Four labels of a row: probabilities, or where it has a class instead, 1 at the index of the class and 0 elsewhere. */
// @ts-ignore: decorator
@inline
function labelsAt(labels: usize, at: usize, classes: bool): v128 {
  if (!classes) return v128.load(labels + at);
  const indices = i32x4.add(i32x4.splat(<i32>(at >> 2)), i32x4(0, 1, 2, 3));
  return v128.and(i32x4.eq(indices, v128.load_splat<i32>(labels)), f32x4.splat(1));
}

/** The sum of the labels of a row with a class: NaN where there is no such class. */
// @ts-ignore: decorator
@inline
function massOfClass(labels: usize, columns: i32): f32 {
  return <u32>i32.load(labels) < <u32>columns ? 1 : NaN;
}

/**
 * losses[i] = Σ labels · (ln Σ e^logits − logits).
 *
 * @param classes whether `labels` is the class of each row, in int32, and not a probability for each logit
 */
export function softmaxCrossEntropy(logits: Pointer, labels: Pointer, losses: Pointer, rows: i32, columns: i32, classes: bool): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, losses += 4, logits += step, labels += classes ? 4 : step) {
    const maximum = maximumOf(logits, columns), end = logits + step;
    const shift = f32x4.splat(logarithmOf(sumOfExponentials(logits, columns, maximum))), m = f32x4.splat(maximum);
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

/** target = dy · (softmax(logits) · Σ labels − labels); the arguments are those of `softmaxCrossEntropy`. */
export function softmaxCrossEntropyGradient(dy: Pointer, logits: Pointer, labels: Pointer, target: Pointer, rows: i32, columns: i32, classes: bool): void {
  const step = floats(columns);
  for (let i = 0; i < rows; i++, dy += 4, logits += step, labels += classes ? 4 : step, target += step) {
    const maximum = maximumOf(logits, columns), m = f32x4.splat(maximum), weight = v128.load_splat<f32>(dy), end = target + step;
    let sum = f32x4.splat(0);
    if (!classes) for (let y = labels, last = labels + step; y < last; y += 16) sum = f32x4.add(sum, within(v128.load(y), y, last));
    const mass = classes ? massOfClass(labels, columns) : sumOfLanes(sum);
    const factor = f32x4.splat(mass / sumOfExponentials(logits, columns, maximum));
    for (let at: usize = 0; at < step; at += 16) {
      const p = f32x4.mul(negativeExponential(f32x4.sub(v128.load(logits + at), m)), factor);
      storeUpTo(target + at, end, flush(f32x4.mul(weight, f32x4.sub(p, labelsAt(labels, at, classes)))));
    }
  }
}
