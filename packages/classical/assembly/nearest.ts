// The nearest centers of rows, from scores in float32 that are known up to rounding; src/internal/clusters has the same in
// TypeScript and float64.

/**
 * Finds the largest of the scores of each column, four columns at a time, and those columns whose largest is not above the
 * second largest by more than rounding.
 *
 * @param scores f32: count × width, `width` a multiple of 4
 * @param reach f32: the rounding of each column is at most `scale` times this, plus `rest`
 * @param labels u32: the index of the largest, the first of equal ones
 * @param unsure u32: where such columns are written, in ascending order, `width` at most
 * @returns how many there are
 */
export function findLargest(
  scores: usize,
  count: u32,
  width: u32,
  reach: usize,
  scale: f32,
  rest: f32,
  labels: usize,
  unsure: usize,
): u32 {
  const start = unsure;
  const stride: usize = <usize>width << 2;
  const factor = f32x4.splat(scale);
  const least = f32x4.splat(rest);
  for (let j: u32 = 0; j < width; j += 4) {
    let largest = v128.load(scores);
    let second = f32x4.splat(-Infinity);
    let label = i32x4.splat(0);
    let from = scores + stride;
    for (let k: u32 = 1; k < count; k++) {
      const score = v128.load(from);
      const above = f32x4.gt(score, largest);
      second = f32x4.pmax(second, v128.bitselect(largest, score, above));
      largest = v128.bitselect(score, largest, above);
      label = v128.bitselect(i32x4.splat(k), label, above);
      from += stride;
    }
    v128.store(labels, label);
    const rounding = f32x4.add(f32x4.mul(v128.load(reach), factor), least);
    let left = ~i32x4.bitmask(f32x4.gt(f32x4.sub(largest, second), rounding)) & 15;
    while (left !== 0) {
      store<u32>(unsure, j + ctz(left));
      unsure += 4;
      left &= left - 1;
    }
    scores += 16;
    reach += 16;
    labels += 16;
  }
  return <u32>((unsure - start) >> 2);
}
