// Group and batch normalization: statistics over all positions of a sample, for groups of adjacent channels. Batch
// normalization is one sample of the positions of all images, with a group for each channel.

import { OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, storeUpTo } from '../common/vector';
import { sum, sumColumns } from '../reductions/reduction';

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

/** For each channel, the mean of x over its group; positions lie `distance` floats apart. */
function means(x: usize, target: usize, positions: i32, channels: i32, distance: i32, size: i32): void {
  const share: f32 = 1 / <f32>positions;
  if (distance == 1) sum(x, target, 1, positions, 1, share);
  else sumColumns(x, target, positions, distance, channels, share);
  averageOverGroups(target, channels, size);
}

/**
 * For each channel, the variance over its group, and what its mean is besides `mean`: in single precision the mean has too few
 * digits where it is far from 0.
 */
function variances(x: usize, mean: usize, rest: usize, target: usize, positions: i32, channels: i32, distance: i32, size: i32): void {
  const bytes = floats(channels), step = floats(distance), share = f32x4.splat(1 / <f32>positions), zero = f32x4.splat(0);
  let c: usize = 0;
  // Half a cache line at a time, as long as there are complete ones.
  for (; c + 32 <= bytes; c += 32) {
    const m0 = v128.load(mean + c), m1 = v128.load(mean + c, 16);
    let t0 = zero, t1 = zero, r0 = zero, r1 = zero, at = x + c;
    for (let left = positions; left > 0; left -= CHUNK_POSITIONS) {
      let p0 = zero, p1 = zero, q0 = zero, q1 = zero;
      for (let i = min(left, CHUNK_POSITIONS); i > 0; i--, at += step) {
        const d0 = f32x4.sub(v128.load(at), m0), d1 = f32x4.sub(v128.load(at, 16), m1);
        p0 = f32x4.add(p0, f32x4.mul(d0, d0));
        p1 = f32x4.add(p1, f32x4.mul(d1, d1));
        q0 = f32x4.add(q0, d0);
        q1 = f32x4.add(q1, d1);
      }
      t0 = f32x4.add(t0, p0);
      t1 = f32x4.add(t1, p1);
      r0 = f32x4.add(r0, q0);
      r1 = f32x4.add(r1, q1);
    }
    v128.store(target + c, f32x4.mul(t0, share));
    v128.store(target + c, f32x4.mul(t1, share), 16);
    v128.store(rest + c, f32x4.mul(r0, share));
    v128.store(rest + c, f32x4.mul(r1, share), 16);
  }
  for (; c < bytes; c += 16) {
    const middle = v128.load(mean + c);
    let total = zero, distances = zero, at = x + c;
    for (let left = positions; left > 0; left -= CHUNK_POSITIONS) {
      let part = zero, sums = zero;
      for (let i = min(left, CHUNK_POSITIONS); i > 0; i--, at += step) {
        const d = f32x4.sub(v128.load(at), middle);
        part = f32x4.add(part, f32x4.mul(d, d));
        sums = f32x4.add(sums, d);
      }
      total = f32x4.add(total, part);
      distances = f32x4.add(distances, sums);
    }
    storeUpTo(target + c, target + bytes, f32x4.mul(total, share));
    storeUpTo(rest + c, rest + bytes, f32x4.mul(distances, share));
  }
  averageOverGroups(target, channels, size);
  averageOverGroups(rest, channels, size);
  for (let c: usize = 0; c < bytes; c += 4) {
    const low = f32.load(rest + c);
    f32.store(target + c, max<f32>(0, f32.load(target + c) - low * low));
  }
}

/** Replaces the variance by 1 / √(variance + epsilon). */
function invert(variance: usize, channels: i32, epsilon: f32): void {
  for (let i = 0; i < channels; i++) f32.store(variance + floats(i), 1 / sqrt<f32>(f32.load(variance + floats(i)) + epsilon));
}

// @ts-ignore: decorator
@inline
function standard(x: usize, mean: usize, factor: usize, offset: usize, c: usize): v128 {
  const centered = f32x4.sub(v128.load(x + c), v128.load(mean + c));
  return flush(f32x4.add(f32x4.mul(centered, v128.load(factor + c)), v128.load(offset + c)));
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
  if (!mean) {
    mean = shift + step;
    variance = mean + step;
  }
  for (let i = 0; i < samples; i++, x += bytes, target += bytes) {
    means(x, mean, positions, channels, distance, size);
    variances(x, mean, shift, variance, positions, channels, distance, size);
    memory.copy(factor, variance, step);
    invert(factor, channels, epsilon);
    for (let c: usize = 0; c < step; c += 4) f32.store(factor + c, f32.load(factor + c) * f32.load(scale + c));
    for (let c: usize = 0; c < step; c += 4) f32.store(shift + c, f32.load(offset + c) - f32.load(shift + c) * f32.load(factor + c));
    standardize(x, mean, factor, shift, target, positions, channels, distance);
  }
}

/** For each channel Σ dy and Σ dy · (x − mean). */
function sumGradients(dy: usize, x: usize, mean: usize, byMean: usize, byDeviation: usize, positions: i32, channels: i32, distance: i32): void {
  const bytes = floats(channels), step = floats(distance), zero = f32x4.splat(0);
  let c: usize = 0;
  // Half a cache line at a time, as long as there are complete ones.
  for (; c + 32 <= bytes; c += 32) {
    const m0 = v128.load(mean + c), m1 = v128.load(mean + c, 16);
    let total0 = zero, total1 = zero, deviation0 = zero, deviation1 = zero, from = x + c, gradient = dy + c;
    for (let left = positions; left > 0; left -= CHUNK_POSITIONS) {
      let part0 = zero, part1 = zero, product0 = zero, product1 = zero;
      for (let i = min(left, CHUNK_POSITIONS); i > 0; i--, from += step, gradient += step) {
        const d0 = v128.load(gradient), d1 = v128.load(gradient, 16);
        part0 = f32x4.add(part0, d0);
        part1 = f32x4.add(part1, d1);
        product0 = f32x4.add(product0, f32x4.mul(d0, f32x4.sub(v128.load(from), m0)));
        product1 = f32x4.add(product1, f32x4.mul(d1, f32x4.sub(v128.load(from, 16), m1)));
      }
      total0 = f32x4.add(total0, part0);
      total1 = f32x4.add(total1, part1);
      deviation0 = f32x4.add(deviation0, product0);
      deviation1 = f32x4.add(deviation1, product1);
    }
    v128.store(byMean + c, total0);
    v128.store(byMean + c, total1, 16);
    v128.store(byDeviation + c, deviation0);
    v128.store(byDeviation + c, deviation1, 16);
  }
  for (; c < bytes; c += 16) {
    const middle = v128.load(mean + c);
    let total = zero, deviation = zero, from = x + c, gradient = dy + c;
    for (let left = positions; left > 0; left -= CHUNK_POSITIONS) {
      let part = zero, product = zero;
      for (let i = min(left, CHUNK_POSITIONS); i > 0; i--, from += step, gradient += step) {
        const d = v128.load(gradient);
        part = f32x4.add(part, d);
        product = f32x4.add(product, f32x4.mul(d, f32x4.sub(v128.load(from), middle)));
      }
      total = f32x4.add(total, part);
      deviation = f32x4.add(deviation, product);
    }
    storeUpTo(byMean + c, byMean + bytes, total);
    storeUpTo(byDeviation + c, byDeviation + bytes, deviation);
  }
}

// @ts-ignore: decorator
@inline
function gradientAt(dy: usize, x: usize, mean: usize, factor: usize, byDeviation: usize, byMean: usize, c: usize): v128 {
  const deviation = f32x4.mul(f32x4.sub(v128.load(x + c), v128.load(mean + c)), v128.load(byDeviation + c));
  return flush(f32x4.sub(f32x4.sub(f32x4.mul(v128.load(dy + c), v128.load(factor + c)), deviation), v128.load(byMean + c)));
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
    means(x, mean, positions, channels, distance, size);
    variances(x, mean, rest, inverse, positions, channels, distance, size);
    invert(inverse, channels, epsilon);
    sumGradients(dy, x, mean, byMean, byDeviation, positions, channels, distance);
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
