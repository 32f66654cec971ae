// Connectionist temporal classification: the alignments of labels with steps, in logarithms. The states are the labels with a
// blank before, between and after them; a step stays in its state, or goes on by one, or by two over a blank that need not be.

import { Pointer, Scratch } from '../common/types';
import { floats, flushOne, storeUpTo } from '../common/vector';
import { logarithm, negativeExponential } from '../elementwise/transcendental';

/** The least float32, from which −∞ can be subtracted. */
// @ts-ignore: decorator
@inline
const LOWEST: f32 = -3.4028234e38;

/** Bytes of a row of states in scratch: four before the first and some behind the last are −∞. */
// @ts-ignore: decorator
@inline
function roomOf(states: i32): usize {
  return floats((states + 11) & ~3);
}

/** The size of `scratch` for both directions, in floats. */
export function ctcScratch(labels: i32): i32 {
  return <i32>(5 * roomOf(2 * labels + 1) >> 2);
}

// @ts-ignore: decorator
@inline
function emptied(row: usize, room: usize): void {
  for (let at: usize = 0; at < room; at += 16) v128.store(row + at, f32x4.splat(-Infinity));
}

/** log(eᵃ + eᵇ + eᶜ), −∞ where all are. */
// @ts-ignore: decorator
@inline
function logAddExp(a: v128, b: v128, c: v128): v128 {
  const most = f32x4.pmax(f32x4.pmax(f32x4.pmax(a, b), c), f32x4.splat(LOWEST));
  const sum = f32x4.add(f32x4.add(negativeExponential(f32x4.sub(a, most)), negativeExponential(f32x4.sub(b, most))), negativeExponential(f32x4.sub(c, most)));
  return f32x4.add(logarithm(sum), most);
}

/** The same of rows of states; of the target elements behind the last are written, too. */
function advance(target: usize, a: usize, b: usize, c: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(target + at, logAddExp(v128.load(a + at), v128.load(b + at), v128.load(c + at)));
}

/** The class of a label, within the classes whatever it is. */
// @ts-ignore: decorator
@inline
function classOf(labels: usize, k: i32, classes: i32): i32 {
  return max(0, min(classes - 1, i32.load(labels + floats(k))));
}

/** 0 for each label that may follow the one before without a blank, −∞ for the other states. */
function findSkips(labels: usize, count: i32, classes: i32, blank: i32, skips: usize, room: usize): void {
  emptied(skips - 16, room);
  let before = blank;
  for (let k = 0; k < count; k++) {
    const label = classOf(labels, k, classes);
    if (label != blank && label != before) f32.store(skips + floats(2 * k + 1), 0);
    before = label;
  }
}

/** What the symbols of the states have at a step. */
function gatherEmissions(row: usize, labels: usize, count: i32, classes: i32, blank: i32, emitted: usize): void {
  const ofBlank = f32.load(row + floats(blank));
  for (let k = 0; k < count; k++, emitted += 8) {
    f32.store(emitted, ofBlank);
    f32.store(emitted, f32.load(row + floats(classOf(labels, k, classes))), 4);
  }
  f32.store(emitted, ofBlank);
}

/** The logarithm of the probability of all alignments, from the last sums. */
function likelihoodOf(sums: usize, states: i32, length: i32, steps: i32): f32 {
  if (steps == 0) return length == 0 ? 0 : -Infinity;
  const last = 2 * length, a = last >= 0 && last < states ? f32.load(sums + floats(last)) : -Infinity;
  const b = last > 0 && last <= states ? f32.load(sums + floats(last - 1)) : -Infinity;
  const none = f32x4.splat(-Infinity);
  return f32x4.extract_lane(logAddExp(f32x4.splat(a), f32x4.splat(b), none), 0);
}

/**
 * losses[batch] and, for the gradient, sums[batch, time, 2 · count + 1]: for each step the logarithms of the probabilities of
 * all beginnings that end in a state. After its end a sequence stays as it is.
 *
 * @param x the logarithms of probabilities, [batch, time, classes]
 */
export function ctc(
  x: Pointer, labels: Pointer, labelLengths: Pointer, inputLengths: Pointer, losses: Pointer, sums: Pointer,
  batch: i32, time: i32, classes: i32, count: i32, blank: i32, scratch: Scratch,
): void {
  const states = 2 * count + 1, room = roomOf(states), step = floats(states);
  const skips = scratch + 16, skipped = skips + room, emitted = skipped + room;
  let held = emitted + room, next = held + room;
  for (let i = 0; i < batch; i++, labels += floats(count)) {
    const steps = max(0, min(time, i32.load(inputLengths + floats(i))));
    findSkips(labels, count, classes, blank, skips, room);
    emptied(held - 16, room);
    emptied(next - 16, room);
    for (let t = 0; t < time; t++, x += floats(classes), sums += step) {
      // Without a step the first counts as one, as where nothing is cut off.
      if (t == 0 || t < steps) {
        gatherEmissions(x, labels, count, classes, blank, emitted);
        if (t == 0) {
          f32.store(next, f32.load(emitted));
          if (states > 1) f32.store(next, f32.load(emitted, 4), 4);
        } else {
          for (let at: usize = 0; at < step; at += 16) v128.store(skipped + at, f32x4.add(v128.load(held + at - 8), v128.load(skips + at)));
          advance(next, held, held - 4, skipped, step);
          for (let at: usize = 0; at < step; at += 16) v128.store(next + at, f32x4.add(v128.load(next + at), v128.load(emitted + at)));
        }
        const free = held;
        held = next;
        next = free;
      }
      for (let at: usize = 0; at < step; at += 16) storeUpTo(sums + at, sums + step, v128.load(held + at));
    }
    f32.store(losses + floats(i), -likelihoodOf(held, states, i32.load(labelLengths + floats(i)), steps));
  }
}

/**
 * dx = −dy · p for the probability p of each class at each step, given the labels; 0 where dy is 0.
 *
 * @param sums those of `ctc`
 */
export function ctcGradient(
  dy: Pointer, x: Pointer, labels: Pointer, labelLengths: Pointer, inputLengths: Pointer, sums: Pointer, dx: Pointer,
  batch: i32, time: i32, classes: i32, count: i32, blank: i32, scratch: Scratch,
): void {
  const states = 2 * count + 1, room = roomOf(states), step = floats(states), row = floats(classes);
  const skips = scratch + 16, after = skips + room, skipped = after + room, emitted = skipped + room, rest = emitted + room;
  memory.fill(dx, 0, <usize>batch * <usize>time * row);
  for (let i = 0; i < batch; i++, labels += floats(count), x += <usize>time * row, dx += <usize>time * row, sums += <usize>time * step) {
    const steps = max(0, min(time, i32.load(inputLengths + floats(i)))), length = i32.load(labelLengths + floats(i)), weight = -f32.load(dy + floats(i));
    if (steps == 0 || weight == 0) continue;
    findSkips(labels, count, classes, blank, skips, room);
    const total = f32x4.splat(likelihoodOf(sums + <usize>(time - 1) * step, states, length, steps));
    // The logarithms of the probabilities of all endings after a state; at the end only the last label and blank have one.
    emptied(rest - 16, room);
    emptied(after - 16, room);
    emptied(skipped - 16, room);
    for (let s = max(0, 2 * length - 1); s <= min(2 * length, states - 1); s++) f32.store(rest + floats(s), 0);
    for (let t = steps - 1; t >= 0; t--) {
      const ofStep = sums + <usize>t * step, target = dx + <usize>t * row;
      if (t < steps - 1) {
        gatherEmissions(x + <usize>(t + 1) * row, labels, count, classes, blank, emitted);
        for (let at: usize = 0; at < step; at += 16) {
          const one = f32x4.add(v128.load(rest + at), v128.load(emitted + at));
          storeUpTo(after + at, after + step, one);
          storeUpTo(skipped + at, skipped + step, f32x4.add(one, v128.load(skips + at)));
        }
        advance(rest, after, after + 4, skipped + 8, step);
      }
      for (let at: usize = 0; at < step; at += 16) {
        const share = negativeExponential(f32x4.sub(f32x4.add(v128.load(ofStep + at), v128.load(rest + at)), total));
        v128.store(emitted + at, share);
      }
      let blanks: f32 = f32.load(emitted + floats(2 * count));
      for (let k = 0; k < count; k++) {
        blanks += f32.load(emitted + floats(2 * k));
        const at = target + floats(classOf(labels, k, classes));
        f32.store(at, f32.load(at) + f32.load(emitted + floats(2 * k + 1)));
      }
      f32.store(target + floats(blank), f32.load(target + floats(blank)) + blanks);
      for (let c: usize = 0; c < row; c += 4) f32.store(target + c, flushOne(f32.load(target + c) * weight));
    }
  }
}
