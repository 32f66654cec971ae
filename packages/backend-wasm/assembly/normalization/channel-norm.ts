// Group and batch normalisation: statistics over all places of a sample, for groups of neighbouring channels. Batch
// normalisation is one sample of all images' places, with a group for each channel.

import { sum, sumColumns } from '../reductions/reduction';
import { floats, flush, storeUpTo } from '../common/vector';

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

/** For each channel, the mean over its group of what is in x, whose places lie `distance` numbers apart. */
function means(x: usize, target: usize, places: i32, channels: i32, distance: i32, size: i32): void {
  const share: f32 = 1 / <f32>places;
  if (distance == 1) sum(x, target, 1, places, 1, share);
  else sumColumns(x, target, places, distance, channels, share);
  averageOverGroups(target, channels, size);
}

// @ts-ignore: decorator
@inline
function addSquare(total: v128, x: v128, middle: v128): v128 {
  const distance = f32x4.sub(x, middle);
  return f32x4.add(total, f32x4.mul(distance, distance));
}

/** For each channel, the mean over its group of (x − mean)². */
function variances(x: usize, mean: usize, target: usize, places: i32, channels: i32, distance: i32, size: i32): void {
  const bytes = floats(channels), step = floats(distance), share = f32x4.splat(1 / <f32>places), zero = f32x4.splat(0);
  let c: usize = 0;
  // A line of the cache at a time, as long as there are whole ones.
  for (; c + 64 <= bytes; c += 64) {
    const m0 = v128.load(mean + c), m1 = v128.load(mean + c, 16), m2 = v128.load(mean + c, 32), m3 = v128.load(mean + c, 48);
    let t0 = zero, t1 = zero, t2 = zero, t3 = zero, at = x + c;
    for (let left = places; left > 0; left -= CHUNK_PLACES) {
      let p0 = zero, p1 = zero, p2 = zero, p3 = zero;
      for (let i = min(left, CHUNK_PLACES); i > 0; i--, at += step) {
        p0 = addSquare(p0, v128.load(at), m0);
        p1 = addSquare(p1, v128.load(at, 16), m1);
        p2 = addSquare(p2, v128.load(at, 32), m2);
        p3 = addSquare(p3, v128.load(at, 48), m3);
      }
      t0 = f32x4.add(t0, p0);
      t1 = f32x4.add(t1, p1);
      t2 = f32x4.add(t2, p2);
      t3 = f32x4.add(t3, p3);
    }
    v128.store(target + c, f32x4.mul(t0, share));
    v128.store(target + c, f32x4.mul(t1, share), 16);
    v128.store(target + c, f32x4.mul(t2, share), 32);
    v128.store(target + c, f32x4.mul(t3, share), 48);
  }
  for (; c < bytes; c += 16) {
    const middle = v128.load(mean + c);
    let total = zero, at = x + c;
    for (let left = places; left > 0; left -= CHUNK_PLACES) {
      let part = zero;
      for (let i = min(left, CHUNK_PLACES); i > 0; i--, at += step) part = addSquare(part, v128.load(at), middle);
      total = f32x4.add(total, part);
    }
    storeUpTo(target + c, target + bytes, f32x4.mul(total, share));
  }
  averageOverGroups(target, channels, size);
}

/** 1 / √(variance + epsilon), in the place of the variance. */
function invert(variance: usize, channels: i32, epsilon: f32): void {
  for (let i = 0; i < channels; i++) f32.store(variance + floats(i), 1 / sqrt<f32>(f32.load(variance + floats(i)) + epsilon));
}

/** target = (x − mean) · factor + offset */
function standardise(x: usize, mean: usize, factor: usize, offset: usize, target: usize, places: i32, channels: i32, distance: i32): void {
  const bytes = floats(channels), step = floats(distance);
  for (let i = 0; i < places; i++, x += step, target += step) {
    for (let c: usize = 0; c < bytes; c += 16) {
      const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      const y = f32x4.add(f32x4.mul(centred, v128.load(factor + c)), v128.load(offset + c));
      storeUpTo(target + c, target + bytes, flush(y));
    }
  }
}

/**
 * @param channels those of x, or some of them where there is one to a group
 * @param distance from a place to the next, in numbers: all channels of x
 * @param size channels of a group
 * @param mean a float for each channel, which will hold the mean of the last sample's groups; 0: nobody asks for it
 * @param variance likewise
 * @param scratch three floats for each channel
 */
export function channelNorm(
  x: usize, scale: usize, offset: usize, target: usize, mean: usize, variance: usize,
  samples: i32, places: i32, channels: i32, distance: i32, size: i32, epsilon: f32, scratch: usize,
): void {
  const bytes = <usize>places * floats(distance);
  if (!mean) {
    mean = scratch + floats(channels);
    variance = mean + floats(channels);
  }
  for (let i = 0; i < samples; i++, x += bytes, target += bytes) {
    means(x, mean, places, channels, distance, size);
    variances(x, mean, variance, places, channels, distance, size);
    memory.copy(scratch, variance, floats(channels));
    invert(scratch, channels, epsilon);
    for (let c = 0; c < channels; c++) f32.store(scratch + floats(c), f32.load(scratch + floats(c)) * f32.load(scale + floats(c)));
    standardise(x, mean, scratch, offset, target, places, channels, distance);
  }
}

/** For each channel Σ dy and Σ dy · (x − mean). */
function sumSlopes(dy: usize, x: usize, mean: usize, level: usize, tilt: usize, places: i32, channels: i32, distance: i32): void {
  const bytes = floats(channels), step = floats(distance), zero = f32x4.splat(0);
  let c: usize = 0;
  // Half a line of the cache at a time, as long as there are whole ones.
  for (; c + 32 <= bytes; c += 32) {
    const m0 = v128.load(mean + c), m1 = v128.load(mean + c, 16);
    let total0 = zero, total1 = zero, along0 = zero, along1 = zero, from = x + c, slope = dy + c;
    for (let left = places; left > 0; left -= CHUNK_PLACES) {
      let part0 = zero, part1 = zero, tilted0 = zero, tilted1 = zero;
      for (let i = min(left, CHUNK_PLACES); i > 0; i--, from += step, slope += step) {
        const d0 = v128.load(slope), d1 = v128.load(slope, 16);
        part0 = f32x4.add(part0, d0);
        part1 = f32x4.add(part1, d1);
        tilted0 = f32x4.add(tilted0, f32x4.mul(d0, f32x4.sub(v128.load(from), m0)));
        tilted1 = f32x4.add(tilted1, f32x4.mul(d1, f32x4.sub(v128.load(from, 16), m1)));
      }
      total0 = f32x4.add(total0, part0);
      total1 = f32x4.add(total1, part1);
      along0 = f32x4.add(along0, tilted0);
      along1 = f32x4.add(along1, tilted1);
    }
    v128.store(level + c, total0);
    v128.store(level + c, total1, 16);
    v128.store(tilt + c, along0);
    v128.store(tilt + c, along1, 16);
  }
  for (; c < bytes; c += 16) {
    const middle = v128.load(mean + c);
    let total = zero, along = zero, from = x + c, slope = dy + c;
    for (let left = places; left > 0; left -= CHUNK_PLACES) {
      let part = zero, tilted = zero;
      for (let i = min(left, CHUNK_PLACES); i > 0; i--, from += step, slope += step) {
        const d = v128.load(slope);
        part = f32x4.add(part, d);
        tilted = f32x4.add(tilted, f32x4.mul(d, f32x4.sub(v128.load(from), middle)));
      }
      total = f32x4.add(total, part);
      along = f32x4.add(along, tilted);
    }
    storeUpTo(level + c, level + bytes, total);
    storeUpTo(tilt + c, tilt + bytes, along);
  }
}

/** dx = dy · steep − (x − mean) · tilt − level */
function slopes(dy: usize, x: usize, mean: usize, steep: usize, tilt: usize, level: usize, dx: usize, places: i32, channels: i32, distance: i32): void {
  const bytes = floats(channels), step = floats(distance);
  for (let i = 0; i < places; i++, dy += step, x += step, dx += step) {
    for (let c: usize = 0; c < bytes; c += 16) {
      const along = f32x4.mul(f32x4.sub(v128.load(x + c), v128.load(mean + c)), v128.load(tilt + c));
      const slope = f32x4.sub(f32x4.sub(f32x4.mul(v128.load(dy + c), v128.load(steep + c)), along), v128.load(level + c));
      storeUpTo(dx + c, dx + bytes, flush(slope));
    }
  }
}

/**
 * The gradients of `channelNorm`; those by scale and offset for each sample, to be summed over them.
 *
 * @param dMean the gradient by the mean, or 0; only for one sample with groups of one channel
 * @param dVariance likewise
 * @param scratch five floats for each channel
 */
export function channelNormGradient(
  dy: usize, x: usize, scale: usize, dMean: usize, dVariance: usize, dx: usize, dScale: usize, dOffset: usize,
  samples: i32, places: i32, channels: i32, distance: i32, size: i32, epsilon: f32, scratch: usize,
): void {
  const step = floats(channels), bytes = <usize>places * floats(distance), share: f32 = 1 / <f32>places;
  const mean = scratch, inverse = mean + step, level = inverse + step, tilt = level + step, steep = tilt + step;
  for (let i = 0; i < samples; i++, dy += bytes, x += bytes, dx += bytes, dScale += step, dOffset += step) {
    means(x, mean, places, channels, distance, size);
    variances(x, mean, inverse, places, channels, distance, size);
    invert(inverse, channels, epsilon);
    sumSlopes(dy, x, mean, level, tilt, places, channels, distance);
    for (let c: usize = 0; c < step; c += 4) {
      const total = f32.load(level + c), along = f32.load(tilt + c) * f32.load(inverse + c), weight = f32.load(scale + c);
      f32.store(dOffset + c, total);
      f32.store(dScale + c, along);
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
    slopes(dy, x, mean, steep, tilt, level, dx, places, channels, distance);
  }
}
