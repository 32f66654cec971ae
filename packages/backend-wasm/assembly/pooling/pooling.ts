// Pooling of volumes stored [batch, depth, height, width, channels], four channels at a time; images are volumes of depth 1.
// Windows are cut at the border.

import { choose, floats, storeUpTo } from '../common/vector';
import {
  channels, front, inDepth, inHeight, inWidth, kernelDepth, kernelHeight, kernelWidth, left, outDepth, outHeight, outWidth, strideDepth, strideHeight, strideWidth, top,
} from '../convolution/window';

/** Whether these are images, and windows 2 × 2, whole and side by side: the pooling of most networks. */
// @ts-ignore: decorator
@inline
function isPlainTwoByTwo(): bool {
  return (
    inDepth == 1 && kernelHeight == 2 && kernelWidth == 2 && strideHeight == 2 && strideWidth == 2 && top == 0 && left == 0 &&
    2 * outHeight <= inHeight && 2 * outWidth <= inWidth
  );
}

// @ts-ignore: decorator
@inline
const LARGEST: i32 = 0;
// @ts-ignore: decorator
@inline
const AVERAGE: i32 = 1;

/** The sum, or the larger by the pseudo-maximum: one instruction, which may pass over a NaN, so `see` remembers those. */
// @ts-ignore: decorator
@inline
function combine(operation: i32, value: v128, x: v128): v128 {
  return operation == LARGEST ? f32x4.pmax(x, value) : f32x4.add(value, x);
}

// @ts-ignore: decorator
@inline
function see(operation: i32, seen: v128, x: v128): v128 {
  return operation == LARGEST ? v128.or(seen, f32x4.ne(x, x)) : seen;
}

// @ts-ignore: decorator
@inline
function result(operation: i32, value: v128, seen: v128, share: v128): v128 {
  return operation == LARGEST ? v128.or(value, seen) : f32x4.div(value, share);
}

// @ts-ignore: decorator
@inline
function pool(operation: i32, images: i32, x: usize, target: usize): void {
  const step = floats(channels), line = <usize>inWidth * step, plane = <usize>inHeight * line;
  for (let n = 0; n < images; n++, x += <usize>inDepth * plane) {
    for (let oz = 0; oz < outDepth; oz++) {
      const startZ = oz * strideDepth - front, fromZ = max(0, startZ), toZ = min(inDepth, startZ + kernelDepth);
      for (let oy = 0; oy < outHeight; oy++) {
        const startY = oy * strideHeight - top, fromY = max(0, startY), toY = min(inHeight, startY + kernelHeight);
        const rowsOfPlane = max(0, toY - fromY), rows = max(0, toZ - fromZ) * rowsOfPlane, next = plane - <usize>rowsOfPlane * line;
        const firstRow = x + <usize>fromZ * plane + <usize>fromY * line;
        for (let ox = 0; ox < outWidth; ox++, target += step) {
          const startX = ox * strideWidth - left, fromX = max(0, startX), toX = min(inWidth, startX + kernelWidth);
          const corner = firstRow + <usize>fromX * step;
          const share = f32x4.splat(<f32>(rows * max(0, toX - fromX)));
          let c: usize = 0;
          // Two at once, as each waits for its last sum.
          for (; c + 32 <= step; c += 32) {
            let value = f32x4.splat(operation == LARGEST ? -Infinity : 0), other = value, seen = f32x4.splat(0), seenToo = seen, row = corner + c;
            for (let r = rows, left = rowsOfPlane; r > 0; r--, row += line) {
              let at = row;
              for (let i = fromX; i < toX; i++, at += step) {
                const a = v128.load(at), b = v128.load(at, 16);
                value = combine(operation, value, a);
                other = combine(operation, other, b);
                seen = see(operation, seen, a);
                seenToo = see(operation, seenToo, b);
              }
              if (--left == 0) {
                left = rowsOfPlane;
                row += next;
              }
            }
            v128.store(target + c, result(operation, value, seen, share));
            v128.store(target + c, result(operation, other, seenToo, share), 16);
          }
          for (; c < step; c += 16) {
            let value = f32x4.splat(operation == LARGEST ? -Infinity : 0), seen = f32x4.splat(0), row = corner + c;
            for (let r = rows, left = rowsOfPlane; r > 0; r--, row += line) {
              let at = row;
              for (let i = fromX; i < toX; i++, at += step) {
                const a = v128.load(at);
                value = combine(operation, value, a);
                seen = see(operation, seen, a);
              }
              if (--left == 0) {
                left = rowsOfPlane;
                row += next;
              }
            }
            storeUpTo(target + c, target + step, result(operation, value, seen, share));
          }
        }
      }
    }
  }
}

export function maxPool(x: usize, target: usize, images: i32): void {
  pool(LARGEST, images, x, target);
}

export function averagePool(x: usize, target: usize, images: i32): void {
  pool(AVERAGE, images, x, target);
}

/** Where the largest value is; the largest of a window with a NaN is that NaN. */
// @ts-ignore: decorator
@inline
function holds(value: v128, most: v128): v128 {
  return v128.or(f32x4.eq(value, most), v128.and(f32x4.ne(value, value), f32x4.ne(most, most)));
}

function maxPoolGradientTwoByTwo(dy: usize, x: usize, y: usize, target: usize, images: i32): void {
  const step = floats(channels), line = <usize>inWidth * step, least = f32x4.splat(-Infinity);
  if (2 * outHeight < inHeight || 2 * outWidth < inWidth) memory.fill(target, 0, <usize>images * <usize>inHeight * line);
  for (let n = 0; n < images; n++, x += <usize>inHeight * line, target += <usize>inHeight * line) {
    for (let oy = 0; oy < outHeight; oy++) {
      let offset = <usize>(2 * oy) * line;
      for (let ox = 0; ox < outWidth; ox++, offset += 2 * step, y += step, dy += step) {
        for (let c: usize = 0; c < step; c += 16) {
          const p = x + offset + c, q = p + line, to = target + offset + c, below = to + line, end = target + offset + step;
          const most = v128.load(y + c);
          // What of dy has not found its place yet; a window of −∞ alone has none.
          let share = v128.and(v128.load(dy + c), f32x4.ne(most, least));
          const at0 = holds(v128.load(p), most), d0 = v128.and(share, at0);
          share = v128.andnot(share, at0);
          const at1 = holds(v128.load(p + step), most), d1 = v128.and(share, at1);
          share = v128.andnot(share, at1);
          const at2 = holds(v128.load(q), most), d2 = v128.and(share, at2);
          share = v128.andnot(share, at2);
          const d3 = v128.and(share, holds(v128.load(q + step), most));
          storeUpTo(to, end, d0);
          storeUpTo(to + step, end + step, d1);
          storeUpTo(below, end + line, d2);
          storeUpTo(below + step, end + line + step, d3);
        }
      }
    }
  }
}

/** target = dy at the first place of the window that holds the largest value `y` (NaN, where there is one), added up where windows overlap. */
export function maxPoolGradient(dy: usize, x: usize, y: usize, target: usize, images: i32): void {
  if (isPlainTwoByTwo()) {
    maxPoolGradientTwoByTwo(dy, x, y, target, images);
    return;
  }
  const step = floats(channels), line = <usize>inWidth * step, plane = <usize>inHeight * line, volume = <usize>inDepth * plane;
  const least = f32x4.splat(-Infinity);
  memory.fill(target, 0, <usize>images * volume);
  for (let n = 0; n < images; n++, x += volume, target += volume) {
    for (let oz = 0; oz < outDepth; oz++) {
      const startZ = oz * strideDepth - front, fromZ = max(0, startZ), toZ = min(inDepth, startZ + kernelDepth);
      for (let oy = 0; oy < outHeight; oy++) {
        const startY = oy * strideHeight - top, fromY = max(0, startY), toY = min(inHeight, startY + kernelHeight);
        const rowsOfPlane = max(0, toY - fromY), rows = max(0, toZ - fromZ) * rowsOfPlane, next = plane - <usize>rowsOfPlane * line;
        const firstRow = <usize>fromZ * plane + <usize>fromY * line;
        for (let ox = 0; ox < outWidth; ox++, y += step, dy += step) {
          const startX = ox * strideWidth - left, fromX = max(0, startX), toX = min(inWidth, startX + kernelWidth);
          const corner = firstRow + <usize>fromX * step;
          for (let c: usize = 0; c < step; c += 16) {
            const most = v128.load(y + c);
            let share = v128.and(v128.load(dy + c), f32x4.ne(most, least)), row = corner;
            for (let r = rows, left = rowsOfPlane; r > 0; r--, row += line) {
              let at = row;
              for (let j = fromX; j < toX; j++, at += step) {
                const held = holds(v128.load(x + at + c), most), to = target + at + c;
                storeUpTo(to, target + at + step, f32x4.add(v128.load(to), v128.and(share, held)));
                share = v128.andnot(share, held);
              }
              if (--left == 0) {
                left = rowsOfPlane;
                row += next;
              }
            }
          }
        }
      }
    }
  }
}

/** target = dy divided evenly over its window, added up where windows overlap. */
export function averagePoolGradient(dy: usize, target: usize, images: i32): void {
  const step = floats(channels), line = <usize>inWidth * step, plane = <usize>inHeight * line, volume = <usize>inDepth * plane;
  memory.fill(target, 0, <usize>images * volume);
  for (let n = 0; n < images; n++, target += volume) {
    for (let oz = 0; oz < outDepth; oz++) {
      const startZ = oz * strideDepth - front, fromZ = max(0, startZ), toZ = min(inDepth, startZ + kernelDepth);
      for (let oy = 0; oy < outHeight; oy++) {
        const startY = oy * strideHeight - top, fromY = max(0, startY), toY = min(inHeight, startY + kernelHeight);
        const rowsOfPlane = max(0, toY - fromY), rows = max(0, toZ - fromZ) * rowsOfPlane, next = plane - <usize>rowsOfPlane * line;
        const firstRow = target + <usize>fromZ * plane + <usize>fromY * line;
        for (let ox = 0; ox < outWidth; ox++, dy += step) {
          const startX = ox * strideWidth - left, fromX = max(0, startX), toX = min(inWidth, startX + kernelWidth);
          const corner = firstRow + <usize>fromX * step;
          const size = f32x4.splat(<f32>(rows * (toX - fromX)));
          let row = corner;
          for (let r = rows, left = rowsOfPlane; r > 0; r--, row += line) {
            let at = row;
            for (let j = fromX; j < toX; j++, at += step) {
              for (let c: usize = 0; c < step; c += 16) {
                const to = at + c;
                storeUpTo(to, at + step, f32x4.add(v128.load(to), f32x4.div(v128.load(dy + c), size)));
              }
            }
            if (--left == 0) {
              left = rowsOfPlane;
              row += next;
            }
          }
        }
      }
    }
  }
}
