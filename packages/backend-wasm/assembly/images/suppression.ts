// Non-maximum suppression: the boxes with the largest scores that do not overlap one another too much.

import { Memory, Pointer } from '../common/types';
import { floats } from '../common/vector';

// The remaining boxes are in a heap, the next one on top. Scores are in double precision, because lowered scores are compared
// with what they were.
let scores: usize = 0;
let heap: usize = 0;

// @ts-ignore: decorator
@inline
function scoreOf(box: i32): usize {
  return scores + 2 * floats(box);
}

/** Whether box i comes before box j: the larger score first, equal ones by index. */
// @ts-ignore: decorator
@inline
function isBefore(i: i32, j: i32): i32 {
  const a = f64.load(scoreOf(i)), b = f64.load(scoreOf(j));
  // Without a branch, which would be unpredictable.
  return <i32>(a > b) | (<i32>(a == b) & <i32>(i < j));
}

/** Inserts a box at a free position of the heap and sifts it down. */
function siftDown(at: i32, count: i32, box: i32): void {
  // So that every node has two children.
  i32.store(heap + floats(count), box);
  for (let child = 2 * at + 1; child < count; child = 2 * at + 1) {
    const below = heap + floats(child);
    child += isBefore(i32.load(below, 4), i32.load(below));
    const next = i32.load(heap + floats(child));
    if (!isBefore(next, box)) break;
    i32.store(heap + floats(at), next);
    at = child;
  }
  i32.store(heap + floats(at), box);
}

/** Intersection over union of two boxes, each given by any two opposite corners. */
function intersectionOverUnion(a: usize, b: usize): f64 {
  const box = v128.load(a), corner = v128.shuffle<i64>(box, box, 1, 0), other = v128.load(b), otherCorner = v128.shuffle<i64>(other, other, 1, 0);
  const first = f32x4.min(box, corner), last = f32x4.max(box, corner), otherFirst = f32x4.min(other, otherCorner), otherLast = f32x4.max(other, otherCorner);
  const area = product(extent(first, last)), otherArea = product(extent(otherFirst, otherLast));
  if (area <= 0 || otherArea <= 0) return 0;
  const shared = product(f64x2.max(extent(f32x4.max(first, otherFirst), f32x4.min(last, otherLast)), f64x2.splat(0)));
  return shared / (area + otherArea - shared);
}

/** Height and width, in double precision. */
// @ts-ignore: decorator
@inline
function extent(first: v128, last: v128): v128 {
  return f64x2.sub(f64x2.promote_low_f32x4(last), f64x2.promote_low_f32x4(first));
}

// @ts-ignore: decorator
@inline
function product(x: v128): f64 {
  return f64x2.extract_lane(x, 0) * f64x2.extract_lane(x, 1);
}

/** e^x for x ≤ 0, in double precision, as (e^(x / 65536))^65536. */
function exponential(x: f64): f64 {
  if (x == 0) return 1;
  const r = max<f64>(x / 65536, -1);
  let p = 1 + r * (1 + r / 2 * (1 + r / 3));
  for (let i = 0; i < 16; i++) p *= p;
  return p;
}

/**
 * Selects up to `limit` of `count` boxes with scores above `lowest`. A box whose intersection over union with a selected
 * one reaches `threshold` is dropped; else each selected box scales its score by e^(decay · overlap²).
 *
 * @param selected [count] for the indices of the selected boxes, then [count] for their scores in float32; six floats for
 *   each box and one more in all
 * @returns the number of selected boxes
 */
export function suppress(boxes: Pointer, given: Pointer, selected: Memory, count: i32, limit: f64, threshold: f64, lowest: f64, decay: f64): i32 {
  const chosen = selected, kept = chosen + floats(count), seen = kept + 3 * floats(count);
  scores = kept + floats(count);
  heap = seen + floats(count);
  let left = 0, found = 0;
  for (let i = 0; i < count; i++) {
    const score = <f64>f32.load(given + floats(i));
    f64.store(scoreOf(i), score);
    // The number of selected boxes that it has been compared with.
    i32.store(seen + floats(i), 0);
    if (score > lowest) i32.store(heap + floats(left++), i);
  }
  for (let at = left >> 1; at-- > 0; ) siftDown(at, left, i32.load(heap + floats(at)));
  while (left > 0 && <f64>found < limit) {
    let box = i32.load(heap);
    const before = f64.load(scoreOf(box)), compared = i32.load(seen + floats(box));
    let score = before;
    for (let j = found; j-- > compared; ) {
      const overlap = intersectionOverUnion(boxes + 4 * floats(box), boxes + 4 * floats(i32.load(chosen + floats(j))));
      if (overlap >= threshold) {
        score = NaN;
        break;
      }
      score *= overlap <= threshold ? exponential(decay * overlap * overlap) : 0;
      if (score <= lowest) break;
    }
    if (score == before) {
      i32.store(chosen + floats(found), box);
      f32.store(kept + floats(found++), <f32>score);
    }
    if (score != before && score > lowest) {
      f64.store(scoreOf(box), score);
      i32.store(seen + floats(box), found);
    } else box = i32.load(heap + floats(--left));
    siftDown(0, left, box);
  }
  return found;
}
