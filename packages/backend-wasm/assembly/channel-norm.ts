// Group and batch normalisation: statistics over all places of a sample, for groups of neighbouring channels. Batch
// normalisation is one sample of all images' places, with a group for each channel.

import { sum } from './reduction';
import { floats, flush, storeUpTo } from './vector';

/** Places that are added up before their sum is added to the total: float32 forgets. */
// @ts-ignore: decorator
@inline
const CHUNK_PLACES: i32 = 64;

/** Replaces the number of each channel by the mean over its group. */
function averageOverGroups(numbers: usize, channels: i32, size: i32): void {
  if (size == 1) return;
  for (let first = 0; first < channels; first += size) {
    let total: f64 = 0;
    for (let i = first; i < first + size; i++) total += <f64>f32.load(numbers + floats(i));
    const average = <f32>(total / <f64>size);
    for (let i = first; i < first + size; i++) f32.store(numbers + floats(i), average);
  }
}

/** For each channel, the mean over its group of what is in x. */
function means(x: usize, target: usize, places: i32, channels: i32, size: i32): void {
  sum(x, target, 1, places, channels, 1 / <f32>places);
  averageOverGroups(target, channels, size);
}

/** For each channel, the mean over its group of (x − mean)². */
function variances(x: usize, mean: usize, target: usize, places: i32, channels: i32, size: i32): void {
  const step = floats(channels), share = f32x4.splat(1 / <f32>places);
  for (let c: usize = 0; c < step; c += 16) {
    const middle = v128.load(mean + c);
    let total = f32x4.splat(0), at = x + c;
    for (let left = places; left > 0; left -= CHUNK_PLACES) {
      let part = f32x4.splat(0);
      for (let i = min(left, CHUNK_PLACES); i > 0; i--, at += step) {
        const distance = f32x4.sub(v128.load(at), middle);
        part = f32x4.add(part, f32x4.mul(distance, distance));
      }
      total = f32x4.add(total, part);
    }
    storeUpTo(target + c, target + step, f32x4.mul(total, share));
  }
  averageOverGroups(target, channels, size);
}

/** 1 / √(variance + epsilon), in the place of the variance. */
function invert(variance: usize, channels: i32, epsilon: f32): void {
  for (let i = 0; i < channels; i++) f32.store(variance + floats(i), 1 / sqrt<f32>(f32.load(variance + floats(i)) + epsilon));
}

/** target = (x − mean) · factor + offset */
function standardise(x: usize, mean: usize, factor: usize, offset: usize, target: usize, places: i32, channels: i32): void {
  const step = floats(channels);
  for (let i = 0; i < places; i++, x += step, target += step) {
    for (let c: usize = 0; c < step; c += 16) {
      const distance = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      const y = f32x4.add(f32x4.mul(distance, v128.load(factor + c)), v128.load(offset + c));
      storeUpTo(target + c, target + step, flush(y));
    }
  }
}

/**
 * @param size channels of a group
 * @param mean a float for each channel, which will hold the mean of the last sample's groups
 * @param variance likewise
 * @param scratch a float for each channel
 */
export function channelNorm(
  x: usize, scale: usize, offset: usize, target: usize, mean: usize, variance: usize,
  samples: i32, places: i32, channels: i32, size: i32, epsilon: f32, scratch: usize,
): void {
  const bytes = <usize>places * floats(channels);
  for (let i = 0; i < samples; i++, x += bytes, target += bytes) {
    means(x, mean, places, channels, size);
    variances(x, mean, variance, places, channels, size);
    memory.copy(scratch, variance, floats(channels));
    invert(scratch, channels, epsilon);
    for (let c = 0; c < channels; c++) f32.store(scratch + floats(c), f32.load(scratch + floats(c)) * f32.load(scale + floats(c)));
    standardise(x, mean, scratch, offset, target, places, channels);
  }
}

/** For each channel Σ dy and Σ dy · (x − mean). */
function sumSlopes(dy: usize, x: usize, mean: usize, level: usize, tilt: usize, places: i32, channels: i32): void {
  const step = floats(channels);
  for (let c: usize = 0; c < step; c += 16) {
    const middle = v128.load(mean + c);
    let total = f32x4.splat(0), along = total, from = x + c, slope = dy + c;
    for (let left = places; left > 0; left -= CHUNK_PLACES) {
      let part = f32x4.splat(0), tilted = part;
      for (let i = min(left, CHUNK_PLACES); i > 0; i--, from += step, slope += step) {
        const d = v128.load(slope);
        part = f32x4.add(part, d);
        tilted = f32x4.add(tilted, f32x4.mul(d, f32x4.sub(v128.load(from), middle)));
      }
      total = f32x4.add(total, part);
      along = f32x4.add(along, tilted);
    }
    storeUpTo(level + c, level + step, total);
    storeUpTo(tilt + c, tilt + step, along);
  }
}

/** dx = dy · steep − (x − mean) · tilt − level */
function slopes(dy: usize, x: usize, mean: usize, steep: usize, tilt: usize, level: usize, dx: usize, places: i32, channels: i32): void {
  const step = floats(channels);
  for (let i = 0; i < places; i++, dy += step, x += step, dx += step) {
    for (let c: usize = 0; c < step; c += 16) {
      const along = f32x4.mul(f32x4.sub(v128.load(x + c), v128.load(mean + c)), v128.load(tilt + c));
      const slope = f32x4.sub(f32x4.sub(f32x4.mul(v128.load(dy + c), v128.load(steep + c)), along), v128.load(level + c));
      storeUpTo(dx + c, dx + step, flush(slope));
    }
  }
}

/**
 * The gradients of `channelNorm`; those by scale and offset are summed over samples.
 *
 * @param dMean the gradient by the mean, or 0; only for one sample with groups of one channel
 * @param dVariance likewise
 * @param scratch five floats for each channel
 */
export function channelNormGradient(
  dy: usize, x: usize, scale: usize, dMean: usize, dVariance: usize, dx: usize, dScale: usize, dOffset: usize,
  samples: i32, places: i32, channels: i32, size: i32, epsilon: f32, scratch: usize,
): void {
  const step = floats(channels), bytes = <usize>places * step, share: f32 = 1 / <f32>places;
  const mean = scratch, inverse = mean + step, level = inverse + step, tilt = level + step, steep = tilt + step;
  memory.fill(dScale, 0, step);
  memory.fill(dOffset, 0, step);
  for (let i = 0; i < samples; i++, dy += bytes, x += bytes, dx += bytes) {
    means(x, mean, places, channels, size);
    variances(x, mean, inverse, places, channels, size);
    invert(inverse, channels, epsilon);
    sumSlopes(dy, x, mean, level, tilt, places, channels);
    for (let c: usize = 0; c < step; c += 4) {
      const total = f32.load(level + c), along = f32.load(tilt + c) * f32.load(inverse + c), weight = f32.load(scale + c);
      f32.store(dOffset + c, f32.load(dOffset + c) + total);
      f32.store(dScale + c, f32.load(dScale + c) + along);
      f32.store(level + c, total * weight * share);
      f32.store(tilt + c, along * weight * share);
    }
    averageOverGroups(level, channels, size);
    averageOverGroups(tilt, channels, size);
    for (let c: usize = 0; c < step; c += 4) {
      const up = f32.load(inverse + c);
      let flat = f32.load(level + c) * up, along = f32.load(tilt + c) * up * up;
      if (dMean) {
        flat -= f32.load(dMean + c) * share;
        along -= <f32>2 * f32.load(dVariance + c) * share;
      }
      f32.store(level + c, flat);
      f32.store(tilt + c, along);
      f32.store(steep + c, up * f32.load(scale + c));
    }
    slopes(dy, x, mean, steep, tilt, level, dx, places, channels);
  }
}
