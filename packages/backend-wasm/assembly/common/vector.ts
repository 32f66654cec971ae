// What every kernel is made of: vectors of four floats, their tails, and the flushing of denormals.

/** The smallest normal float32. An operation on a denormal takes more than a hundred cycles. */
// @ts-ignore: decorator
@inline
const SMALLEST_NORMAL: f32 = 1.17549435e-38;

/** `a * b + c`, in one instruction where the runtime has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

// Globals that are never assigned: transcendental.ts says why they are not constants.
export let TINY: v128 = f32x4.splat(SMALLEST_NORMAL);
let MAGNITUDE: v128 = i32x4.splat(0x7fffffff);

/** Denormals become 0, because WebAssembly has no flush-to-zero mode. NaN stays NaN: a comparison with it is false. */
// @ts-ignore: decorator
@inline
export function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(v128.and(x, MAGNITUDE), TINY));
}

/** The same for one float. */
// @ts-ignore: decorator
@inline
export function flushOne(x: f32): f32 {
  return abs<f32>(x) < SMALLEST_NORMAL ? 0 : x;
}

// @ts-ignore: decorator
@inline
export function sumOfLanes(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** The size of `count` floats in bytes. */
// @ts-ignore: decorator
@inline
export function floats(count: i32): usize {
  return (<usize>count) << 2;
}

/**
 * Stores the lanes of a vector that lie below `end`: all four, or the tail of a row. A kernel may read past the end of a
 * tensor, but never writes there.
 */
// @ts-ignore: decorator
@inline
export function storeUpTo(target: usize, end: usize, x: v128): void {
  if (target + 16 <= end) {
    v128.store(target, x);
    return;
  }
  if ((end - target) & 8) {
    v128.store64_lane(target, x, 0);
    x = i64x2.splat(i64x2.extract_lane(x, 1));
    target += 8;
  }
  if ((end - target) & 4) v128.store32_lane(target, x, 0);
}

/** `whenTrue` where the mask is all ones, else `whenFalse`. */
// @ts-ignore: decorator
@inline
export function choose(mask: v128, whenTrue: v128, whenFalse: v128): v128 {
  return v128.bitselect(whenTrue, whenFalse, mask);
}

/** Keeps the lanes of the vector at `at` that lie below `end`, and sets the others to 0. */
// @ts-ignore: decorator
@inline
export function within(x: v128, at: usize, end: usize): v128 {
  if (at + 16 <= end) return x;
  const lane = i32x4(0, 1, 2, 3), present = i32x4.splat(<i32>((end - at) >> 2));
  return v128.and(x, i32x4.lt_s(lane, present));
}

/**
 * What an addition lost: the error of `sum` = `held` + `part`, to be subtracted from the next part. Infinite sums lose nothing.
 *
 * @see Kahan, Further remarks on reducing truncation errors, 1965
 */
// @ts-ignore: decorator
@inline
export function lost(sum: v128, held: v128, part: v128): v128 {
  const error = f32x4.sub(f32x4.sub(sum, held), part);
  return v128.and(error, f32x4.eq(error, error));
}
