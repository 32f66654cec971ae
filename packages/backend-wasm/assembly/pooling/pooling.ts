// Pooling of volumes stored [batch, depth, height, width, channels], four channels at a time; images are volumes of depth 1.
// Windows are clipped at the border.

import { Pointer } from '../common/types';
import { floats, storeUpTo } from '../common/vector';
import {
  channels, front, inDepth, inHeight, inWidth, kernelDepth, kernelHeight, kernelWidth, left, outDepth, outHeight, outWidth, strideDepth, strideHeight, strideWidth, top,
} from '../convolution/window';

/** Whether windows of images are 2 × 2, adjacent and inside: the pooling of most networks. */
// @ts-ignore: decorator
@inline
function isPlainTwoByTwo(): bool {
  return (
    inDepth == 1 && kernelHeight == 2 && kernelWidth == 2 && strideHeight == 2 && strideWidth == 2 && top == 0 && left == 0 &&
    2 * outHeight <= inHeight && 2 * outWidth <= inWidth
  );
}

const enum Pooling { Max, Average }

/** The sum, or the pseudo-maximum, which is one instruction and may drop a NaN; `see` keeps track of those. */
// @ts-ignore: decorator
@inline
function combine(pooling: Pooling, value: v128, x: v128): v128 {
  return pooling == Pooling.Max ? f32x4.pmax(x, value) : f32x4.add(value, x);
}

// @ts-ignore: decorator
@inline
function see(pooling: Pooling, seen: v128, x: v128): v128 {
  return pooling == Pooling.Max ? v128.or(seen, f32x4.ne(x, x)) : seen;
}

// @ts-ignore: decorator
@inline
function result(pooling: Pooling, value: v128, seen: v128, share: v128): v128 {
  return pooling == Pooling.Max ? v128.or(value, seen) : f32x4.div(value, share);
}

// @ts-ignore: decorator
@inline
function pool(pooling: Pooling, images: i32, x: usize, target: usize): void {
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
          // A window that lies wholly in the padding has an average of 0.
          const share = f32x4.splat(<f32>max(1, rows * (toX - fromX)));
          let c: usize = 0;
          // Two vectors at a time, because each waits for its last operation.
          for (; c + 32 <= step; c += 32) {
            let value = f32x4.splat(pooling == Pooling.Max ? -Infinity : 0), other = value, seen = f32x4.splat(0), seenToo = seen, row = corner + c;
            for (let r = rows, left = rowsOfPlane; r > 0; r--, row += line) {
              let at = row;
              for (let i = fromX; i < toX; i++, at += step) {
                const a = v128.load(at), b = v128.load(at, 16);
                value = combine(pooling, value, a);
                other = combine(pooling, other, b);
                seen = see(pooling, seen, a);
                seenToo = see(pooling, seenToo, b);
              }
              if (--left == 0) {
                left = rowsOfPlane;
                row += next;
              }
            }
            v128.store(target + c, result(pooling, value, seen, share));
            v128.store(target + c, result(pooling, other, seenToo, share), 16);
          }
          for (; c < step; c += 16) {
            let value = f32x4.splat(pooling == Pooling.Max ? -Infinity : 0), seen = f32x4.splat(0), row = corner + c;
            for (let r = rows, left = rowsOfPlane; r > 0; r--, row += line) {
              let at = row;
              for (let i = fromX; i < toX; i++, at += step) {
                const a = v128.load(at);
                value = combine(pooling, value, a);
                seen = see(pooling, seen, a);
              }
              if (--left == 0) {
                left = rowsOfPlane;
                row += next;
              }
            }
            storeUpTo(target + c, target + step, result(pooling, value, seen, share));
          }
        }
      }
    }
  }
}

export function maxPool(x: Pointer, target: Pointer, images: i32): void {
  pool(Pooling.Max, images, x, target);
}

export function averagePool(x: Pointer, target: Pointer, images: i32): void {
  pool(Pooling.Average, images, x, target);
}

/** Lanes that hold the maximum; the maximum of a window with NaN is NaN. */
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
          // Lanes of dy that are not assigned yet; a window of −∞ only has none.
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

/** target = dy at the first element of the window that holds the maximum `y` (NaN where there is one), accumulated where windows overlap. */
export function maxPoolGradient(dy: Pointer, x: Pointer, y: Pointer, target: Pointer, images: i32): void {
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

/** target = dy divided evenly over its window, accumulated where windows overlap. */
export function averagePoolGradient(dy: Pointer, target: Pointer, images: i32): void {
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
