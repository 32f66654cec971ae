// Group and batch normalization: statistics over all positions of a sample, for groups of adjacent channels. Batch
// normalization is one sample of the positions of all images, with a group for each channel.

import { OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, multiplyAdd, storeUpTo } from '../common/vector';

/** The positions of a partial sum: a long sum in single precision loses digits. */
// @ts-ignore: decorator
@inline
const CHUNK_POSITIONS: i32 = 64;

/** Replaces the value of each channel by the mean over its group. */
function averageOverGroups(values: usize, channels: i32, size: i32): void {
  if (size == 1) return;
  for (let first = 0; first < channels; first += size) {
    let total: f64 = 0;
    for (let i = first; i < first + size; i++) total += <f64>f32.load(values + floats(i));
    const average = <f32>(total / <f64>size);
    for (let i = first; i < first + size; i++) f32.store(values + floats(i), average);
  }
}

/**
 * For each channel sums over the positions, which lie `distance` floats apart: of d = x − mean and of its square, and with
 * `back` of dy and dy · d.
 */
// @ts-ignore: decorator
@inline
function sumsOf(
  back: bool, x: usize, dy: usize, mean: usize, distances: usize, squares: usize, byMean: usize, byDeviation: usize, positions: i32, channels: i32, distance: i32,
): void {
  const bytes = floats(channels), step = floats(distance), zero = f32x4.splat(0);
  // Half a cache line at a time. Of the last one lanes that are no channels are added up as well, and not stored.
  for (let c: usize = 0; c < bytes; c += 32) {
    const m0 = v128.load(mean + c), m1 = v128.load(mean + c, 16);
    let s0 = zero, s1 = zero, q0 = zero, q1 = zero, g0 = zero, g1 = zero, t0 = zero, t1 = zero, at = x + c, gradient = dy + c;
    for (let left = positions; left > 0; left -= CHUNK_POSITIONS) {
      let d0 = zero, d1 = zero, e0 = zero, e1 = zero, f0 = zero, f1 = zero, h0 = zero, h1 = zero, i = min(left, CHUNK_POSITIONS);
      // Two positions at a time, whose sums do not wait for one another.
      if (!back) for (; i > 1; i -= 2, at += 2 * step) {
        const a0 = f32x4.sub(v128.load(at), m0), a1 = f32x4.sub(v128.load(at, 16), m1);
        const b0 = f32x4.sub(v128.load(at + step), m0), b1 = f32x4.sub(v128.load(at + step, 16), m1);
        d0 = f32x4.add(d0, a0);
        d1 = f32x4.add(d1, a1);
        e0 = multiplyAdd(a0, a0, e0);
        e1 = multiplyAdd(a1, a1, e1);
        f0 = f32x4.add(f0, b0);
        f1 = f32x4.add(f1, b1);
        h0 = multiplyAdd(b0, b0, h0);
        h1 = multiplyAdd(b1, b1, h1);
      }
      if (!back) {
        d0 = f32x4.add(d0, f0);
        d1 = f32x4.add(d1, f1);
        e0 = f32x4.add(e0, h0);
        e1 = f32x4.add(e1, h1);
      }
      for (; i > 0; i--, at += step) {
        const a0 = f32x4.sub(v128.load(at), m0), a1 = f32x4.sub(v128.load(at, 16), m1);
        d0 = f32x4.add(d0, a0);
        d1 = f32x4.add(d1, a1);
        e0 = multiplyAdd(a0, a0, e0);
        e1 = multiplyAdd(a1, a1, e1);
        if (back) {
          const b0 = v128.load(gradient), b1 = v128.load(gradient, 16);
          f0 = f32x4.add(f0, b0);
          f1 = f32x4.add(f1, b1);
          h0 = multiplyAdd(b0, a0, h0);
          h1 = multiplyAdd(b1, a1, h1);
          gradient += step;
        }
      }
      s0 = f32x4.add(s0, d0);
      s1 = f32x4.add(s1, d1);
      q0 = f32x4.add(q0, e0);
      q1 = f32x4.add(q1, e1);
      if (back) {
        g0 = f32x4.add(g0, f0);
        g1 = f32x4.add(g1, f1);
        t0 = f32x4.add(t0, h0);
        t1 = f32x4.add(t1, h1);
      }
    }
    storePair(distances + c, distances + bytes, s0, s1);
    storePair(squares + c, squares + bytes, q0, q1);
    if (back) {
      storePair(byMean + c, byMean + bytes, g0, g1);
      storePair(byDeviation + c, byDeviation + bytes, t0, t1);
    }
  }
}

function storePair(target: usize, end: usize, first: v128, second: v128): void {
  storeUpTo(target, end, first);
  if (target + 16 < end) storeUpTo(target + 16, end, second);
}

/**
 * For each channel a value near the mean over its group, what the mean is besides, and the variance; and with `back` the sums
 * of dy and dy · (x − mean). It takes one pass, from the first position: variance = mean(d²) − mean(d)². Where the mean is more than
 * four deviations from there, the difference loses digits, and there is another pass from about the mean. Few positions, whose
 * errors do not average out, always take both.
 */
// @ts-ignore: decorator
@inline
function statistics(
  back: bool, x: usize, dy: usize, mean: usize, rest: usize, variance: usize, byMean: usize, byDeviation: usize, positions: i32, channels: i32, distance: i32, size: i32,
): void {
  const bytes = floats(channels), share: f32 = 1 / <f32>positions, most: f32 = positions > CHUNK_POSITIONS ? 16 : 0;
  memory.copy(mean, x, bytes);
  averageOverGroups(mean, channels, size);
  for (let again = true; ; again = false) {
    sumsOf(back, x, dy, mean, rest, variance, byMean, byDeviation, positions, channels, distance);
    averageOverGroups(rest, channels, size);
    averageOverGroups(variance, channels, size);
    let isFar = false;
    for (let c: usize = 0; c < bytes; c += 4) {
      const low = f32.load(rest + c) * share, square = low * low, spread = max<f32>(0, f32.load(variance + c) * share - square);
      f32.store(rest + c, low);
      f32.store(variance + c, spread);
      if (again && square > most * spread) {
        isFar = true;
        f32.store(mean + c, f32.load(mean + c) + low);
      }
    }
    if (!isFar) return;
  }
}

/** Makes the mean what it is in single precision, and the rest what is lost. */
function takeRest(mean: usize, rest: usize, channels: i32): void {
  for (let i = 0; i < channels; i++) {
    const near = f32.load(mean + floats(i)), low = f32.load(rest + floats(i)), sum = near + low;
    f32.store(mean + floats(i), sum);
    f32.store(rest + floats(i), low - (sum - near));
  }
}

/** Replaces the variance by 1 / √(variance + epsilon). */
function invert(variance: usize, channels: i32, epsilon: f32): void {
  for (let i = 0; i < channels; i++) f32.store(variance + floats(i), 1 / sqrt<f32>(f32.load(variance + floats(i)) + epsilon));
}

// @ts-ignore: decorator
@inline
function standard(x: usize, mean: usize, factor: usize, offset: usize, c: usize): v128 {
  return flush(multiplyAdd(f32x4.sub(v128.load(x + c), v128.load(mean + c)), v128.load(factor + c), v128.load(offset + c)));
}

/** target = (x − mean) · factor + offset */
function standardize(x: usize, mean: usize, factor: usize, offset: usize, target: usize, positions: i32, channels: i32, distance: i32): void {
  const bytes = floats(channels), step = floats(distance), whole = bytes & ~15;
  for (let i = 0; i < positions; i++, x += step, target += step) {
    let c: usize = 0;
    for (; c < whole; c += 16) v128.store(target + c, standard(x, mean, factor, offset, c));
    if (c < bytes) storeUpTo(target + c, target + bytes, standard(x, mean, factor, offset, c));
  }
}

/**
 * target = (x − mean) / √(variance + epsilon) · scale + offset.
 *
 * @param channels those of x, or some of them where each is a group
 * @param distance floats from a position to the next: all channels of x
 * @param size channels of a group
 * @param mean [channels], for the means of the last sample's groups, or 0
 * @param variance likewise
 * @param scratch four floats for each channel
 */
export function channelNorm(
  x: Pointer, scale: Pointer, offset: Pointer, target: Pointer, mean: OptionalPointer, variance: OptionalPointer,
  samples: i32, positions: i32, channels: i32, distance: i32, size: i32, epsilon: f32, scratch: Scratch,
): void {
  const bytes = <usize>positions * floats(distance), step = floats(channels), factor = scratch, shift = factor + step;
  const isReturned = mean != 0;
  if (!isReturned) {
    mean = shift + step;
    variance = mean + step;
  }
  for (let i = 0; i < samples; i++, x += bytes, target += bytes) {
    statistics(false, x, 0, mean, shift, variance, 0, 0, positions, channels, distance, size);
    if (isReturned) takeRest(mean, shift, channels);
    memory.copy(factor, variance, step);
    invert(factor, channels, epsilon);
    for (let c: usize = 0; c < step; c += 4) f32.store(factor + c, f32.load(factor + c) * f32.load(scale + c));
    for (let c: usize = 0; c < step; c += 4) f32.store(shift + c, f32.load(offset + c) - f32.load(shift + c) * f32.load(factor + c));
    standardize(x, mean, factor, shift, target, positions, channels, distance);
  }
}

// @ts-ignore: decorator
@inline
function gradientAt(dy: usize, x: usize, mean: usize, factor: usize, byDeviation: usize, byMean: usize, c: usize): v128 {
  const deviation = multiplyAdd(f32x4.sub(v128.load(x + c), v128.load(mean + c)), v128.load(byDeviation + c), v128.load(byMean + c));
  return flush(f32x4.sub(f32x4.mul(v128.load(dy + c), v128.load(factor + c)), deviation));
}

/** dx = dy · factor − (x − mean) · byDeviation − byMean */
function inputGradient(dy: usize, x: usize, mean: usize, factor: usize, byDeviation: usize, byMean: usize, dx: usize, positions: i32, channels: i32, distance: i32): void {
  const bytes = floats(channels), step = floats(distance), whole = bytes & ~15;
  for (let i = 0; i < positions; i++, dy += step, x += step, dx += step) {
    let c: usize = 0;
    for (; c < whole; c += 16) v128.store(dx + c, gradientAt(dy, x, mean, factor, byDeviation, byMean, c));
    if (c < bytes) storeUpTo(dx + c, dx + bytes, gradientAt(dy, x, mean, factor, byDeviation, byMean, c));
  }
}

/**
 * The gradients of `channelNorm`; those by scale and offset for each sample, to be summed by the caller.
 *
 * @param dMean [channels], the gradient by the mean, or 0; only for one sample with groups of one channel
 * @param dVariance likewise
 * @param scratch six floats for each channel
 */
export function channelNormGradient(
  dy: Pointer, x: Pointer, scale: Pointer, dMean: OptionalPointer, dVariance: OptionalPointer, dx: Pointer, dScale: Pointer, dOffset: Pointer,
  samples: i32, positions: i32, channels: i32, distance: i32, size: i32, epsilon: f32, scratch: Scratch,
): void {
  const step = floats(channels), bytes = <usize>positions * floats(distance), share: f32 = 1 / <f32>positions;
  const mean = scratch, inverse = mean + step, byMean = inverse + step, byDeviation = byMean + step, factor = byDeviation + step, rest = factor + step;
  for (let i = 0; i < samples; i++, dy += bytes, x += bytes, dx += bytes, dScale += step, dOffset += step) {
    statistics(true, x, dy, mean, rest, inverse, byMean, byDeviation, positions, channels, distance, size);
    invert(inverse, channels, epsilon);
    for (let c: usize = 0; c < step; c += 4) {
      const total = f32.load(byMean + c), deviation = (f32.load(byDeviation + c) - f32.load(rest + c) * total) * f32.load(inverse + c), weight = f32.load(scale + c);
      f32.store(dOffset + c, total);
      f32.store(dScale + c, deviation);
      f32.store(byMean + c, total * weight * share);
      f32.store(byDeviation + c, deviation * weight * share);
    }
    averageOverGroups(byMean, channels, size);
    averageOverGroups(byDeviation, channels, size);
    for (let c: usize = 0; c < step; c += 4) {
      const up = f32.load(inverse + c);
      let meanTerm = f32.load(byMean + c) * up, deviation = f32.load(byDeviation + c) * up * up;
      if (dMean) {
        meanTerm -= f32.load(dMean + c) * share;
        deviation -= <f32>2 * f32.load(dVariance + c) * share;
      }
      // (x − mean − rest) · deviation + meanTerm
      f32.store(byMean + c, meanTerm - f32.load(rest + c) * deviation);
      f32.store(byDeviation + c, deviation);
      f32.store(factor + c, up * f32.load(scale + c));
    }
    inputGradient(dy, x, mean, factor, byDeviation, byMean, dx, positions, channels, distance);
  }
}
