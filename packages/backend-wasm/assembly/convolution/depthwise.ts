// Depthwise convolution of images [batch, height, width, channels], and its gradients. Where a channel becomes several, the
// caller repeats the channels. Outside of the images everything is 0.

import { OptionalPointer, Pointer, Scratch } from '../common/types';
import { floats, flush, lost, multiplyAdd, storeUpTo } from '../common/vector';
import {
  dilationHeight, dilationWidth, filters as channels, inHeight, inWidth, kernelHeight, kernelWidth, left, outHeight, outWidth, strideHeight, strideWidth, top,
} from './window';

/** The first index of a kernel that lies inside the image, when the kernel begins at `start`. */
// @ts-ignore: decorator
@inline
export function firstInside(start: i32, dilation: i32): i32 {
  return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
}

/** One more than the last index of a kernel of `size` that lies inside the image. */
// @ts-ignore: decorator
@inline
export function endInside(start: i32, dilation: i32, size: i32, extent: i32): i32 {
  return start >= extent ? 0 : min(size, (extent - start + dilation - 1) / dilation);
}

/**
 * Four pixels of the result: a weight is read once for all of them, and where kernels are `three` pixels wide, at stride 1
 * and without dilation, a pixel of the images is, too.
 */
// @ts-ignore: decorator
@inline
function fourPixels(three: bool, corner: usize, weights: usize, rows: i32, bias: usize, rectify: bool, target: usize, end: usize): void {
  const step = floats(channels), across = <usize>dilationWidth * step, down = <usize>dilationHeight * <usize>inWidth * step - <usize>kernelWidth * across;
  const pixel = <usize>strideWidth * step, end1 = end + step, end2 = end1 + step, end3 = end2 + step, zero = f32x4.splat(0);
  for (; target < end; corner += 16, weights += 16, target += 16) {
    let s0 = zero, at = corner, weight = weights;
    if (bias) {
      s0 = v128.load(bias);
      bias += 16;
    }
    let s1 = s0, s2 = s0, s3 = s0;
    for (let y = rows; y > 0; y--, at += down) {
      if (three) {
        const w0 = v128.load(weight), w1 = v128.load(weight + step), w2 = v128.load(weight + 2 * step);
        const p2 = at + 2 * step, p4 = p2 + 2 * step, x1 = v128.load(at + step), x2 = v128.load(p2), x3 = v128.load(p2 + step), x4 = v128.load(p4);
        s0 = multiplyAdd(x2, w2, multiplyAdd(x1, w1, multiplyAdd(v128.load(at), w0, s0)));
        s1 = multiplyAdd(x3, w2, multiplyAdd(x2, w1, multiplyAdd(x1, w0, s1)));
        s2 = multiplyAdd(x4, w2, multiplyAdd(x3, w1, multiplyAdd(x2, w0, s2)));
        s3 = multiplyAdd(v128.load(p4 + step), w2, multiplyAdd(x4, w1, multiplyAdd(x3, w0, s3)));
        weight += 3 * step;
        at += 3 * step;
        continue;
      }
      for (let x = kernelWidth; x > 0; x--, at += across, weight += step) {
        const w = v128.load(weight), p1 = at + pixel, p2 = p1 + pixel;
        s0 = multiplyAdd(v128.load(at), w, s0);
        s1 = multiplyAdd(v128.load(p1), w, s1);
        s2 = multiplyAdd(v128.load(p2), w, s2);
        s3 = multiplyAdd(v128.load(p2 + pixel), w, s3);
      }
    }
    if (rectify) {
      s0 = f32x4.max(s0, zero); s1 = f32x4.max(s1, zero); s2 = f32x4.max(s2, zero); s3 = f32x4.max(s3, zero);
    }
    storeUpTo(target, end, flush(s0));
    storeUpTo(target + step, end1, flush(s1));
    storeUpTo(target + 2 * step, end2, flush(s2));
    storeUpTo(target + 3 * step, end3, flush(s3));
  }
}

/** target[images, outHeight, outWidth, channels] (+ bias, then relu); `kernel` is [kernelHeight, kernelWidth, channels]. */
export function depthwise(x: Pointer, kernel: Pointer, target: Pointer, bias: OptionalPointer, images: i32, rectify: bool): void {
  const step = floats(channels), line = <usize>inWidth * step, image = <usize>inHeight * line, zero = f32x4.splat(0);
  const across = <usize>dilationWidth * step, down = <usize>dilationHeight * line;
  // Pixels whose entire kernel lies between the left and the right border.
  const fromInside = (left + strideWidth - 1) / strideWidth, room = inWidth + left - (kernelWidth - 1) * dilationWidth - 1;
  const toInside = room < 0 ? 0 : min(outWidth, room / strideWidth + 1), three = kernelWidth == 3 && strideWidth == 1 && dilationWidth == 1;
  for (let n = 0; n < images; n++, x += image) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y = oy * strideHeight - top, fromY = firstInside(y, dilationHeight), toY = endInside(y, dilationHeight, kernelHeight, inHeight);
      for (let ox = 0; ox < outWidth; ox++, target += step) {
        const i = ox * strideWidth - left, fromX = firstInside(i, dilationWidth), toX = endInside(i, dilationWidth, kernelWidth, inWidth);
        const corner = x + <usize>(y + fromY * dilationHeight) * line + <usize>(i + fromX * dilationWidth) * step;
        if (ox >= fromInside && ox < toInside && fromInside + 4 <= toInside) {
          // The last ones of a row are computed again with those before them.
          const again = max(0, ox + 4 - toInside), begin = corner - <usize>(again * strideWidth) * step, to = target - <usize>again * step;
          const weights = kernel + <usize>(fromY * kernelWidth) * step;
          if (three) fourPixels(true, begin, weights, toY - fromY, bias, rectify, to, to + step);
          else fourPixels(false, begin, weights, toY - fromY, bias, rectify, to, to + step);
          target += <usize>(3 - again) * step;
          ox += 3 - again;
          continue;
        }
        for (let c: usize = 0; c < step; c += 16) {
          let sum = bias ? v128.load(bias + c) : zero, row = corner + c;
          for (let ky = fromY; ky < toY; ky++, row += down) {
            let weights = kernel + <usize>(ky * kernelWidth + fromX) * step + c, at = row;
            for (let kx = fromX; kx < toX; kx++, weights += step, at += across) sum = multiplyAdd(v128.load(at), v128.load(weights), sum);
          }
          storeUpTo(target + c, target + step, flush(rectify ? f32x4.max(sum, zero) : sum));
        }
      }
    }
  }
}

/** The gradient by the images: each dy, times the kernel, is accumulated where it came from. */
export function depthwiseInputGradient(dy: Pointer, kernel: Pointer, target: Pointer, images: i32): void {
  const step = floats(channels), line = <usize>inWidth * step, image = <usize>inHeight * line;
  const across = <usize>dilationWidth * step, down = <usize>dilationHeight * line;
  memory.fill(target, 0, <usize>images * image);
  for (let n = 0; n < images; n++, target += image) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y = oy * strideHeight - top, fromY = firstInside(y, dilationHeight), toY = endInside(y, dilationHeight, kernelHeight, inHeight);
      for (let ox = 0; ox < outWidth; ox++, dy += step) {
        const i = ox * strideWidth - left, fromX = firstInside(i, dilationWidth), toX = endInside(i, dilationWidth, kernelWidth, inWidth);
        let row = target + <usize>(y + fromY * dilationHeight) * line + <usize>(i + fromX * dilationWidth) * step;
        for (let ky = fromY; ky < toY; ky++, row += down) {
          let weights = kernel + <usize>(ky * kernelWidth + fromX) * step, at = row;
          for (let kx = fromX; kx < toX; kx++, weights += step, at += across) {
            for (let c: usize = 0; c < step; c += 16) {
              storeUpTo(at + c, at + step, flush(multiplyAdd(v128.load(dy + c), v128.load(weights + c), v128.load(at + c))));
            }
          }
        }
      }
    }
  }
}

/** The pixels of a row that are a partial sum, at most. */
// @ts-ignore: decorator
@inline
const CHUNK_PIXELS: i32 = 512;

/** Adds a part to what is held, and keeps what that loses. */
// @ts-ignore: decorator
@inline
function accumulate(target: usize, rest: usize, sum: v128): void {
  const held = v128.load(target), part = f32x4.sub(sum, v128.load(rest)), total = f32x4.add(held, part);
  v128.store(rest, lost(total, held, part));
  v128.store(target, flush(total));
}

/**
 * target = the gradient by the kernel, for some channels. A long sum in single precision loses digits: rows are summed in
 * chunks, and what is lost where they are added is kept.
 *
 * @param scratch a float for each element of the kernel and four more
 */
export function depthwiseFilterGradient(images: i32, x: Pointer, dy: Pointer, target: Pointer, fromChannel: i32, toChannel: i32, scratch: Scratch): void {
  const step = floats(channels), line = <usize>inWidth * step, image = <usize>inHeight * line, stride = <usize>strideWidth * step;
  const from = floats(fromChannel), end = floats(toChannel);
  memory.fill(scratch, 0, <usize>(kernelHeight * kernelWidth) * step + 16);
  for (let n = 0; n < images; n++, x += image) {
    for (let oy = 0; oy < outHeight; oy++, dy += <usize>outWidth * step) {
      const y = oy * strideHeight - top, fromY = firstInside(y, dilationHeight), toY = endInside(y, dilationHeight, kernelHeight, inHeight);
      for (let ky = fromY; ky < toY; ky++) {
        const row = x + <usize>(y + ky * dilationHeight) * line;
        for (let kx = 0; kx < kernelWidth; kx++) {
          const offset = kx * dilationWidth - left, element = <usize>(ky * kernelWidth + kx) * step, to = target + element, rests = scratch + element;
          const fromX = offset >= 0 ? 0 : (strideWidth - 1 - offset) / strideWidth;
          const toX = min(outWidth, offset >= inWidth ? 0 : (inWidth - offset + strideWidth - 1) / strideWidth);
          if (fromX >= toX) continue;
          let c = from;
          // Four vectors at a time, because each waits for its last sum.
          for (; c + 64 <= end; c += 64) {
            let at = row + <usize>(offset + fromX * strideWidth) * step + c, gradient = dy + <usize>fromX * step + c;
            for (let ox = fromX; ox < toX; ox += CHUNK_PIXELS) {
              let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
              for (let i = min(CHUNK_PIXELS, toX - ox); i > 0; i--, at += stride, gradient += step) {
                s0 = multiplyAdd(v128.load(at), v128.load(gradient), s0);
                s1 = multiplyAdd(v128.load(at, 16), v128.load(gradient, 16), s1);
                s2 = multiplyAdd(v128.load(at, 32), v128.load(gradient, 32), s2);
                s3 = multiplyAdd(v128.load(at, 48), v128.load(gradient, 48), s3);
              }
              accumulate(to + c, rests + c, s0);
              accumulate(to + c + 16, rests + c + 16, s1);
              accumulate(to + c + 32, rests + c + 32, s2);
              accumulate(to + c + 48, rests + c + 48, s3);
            }
          }
          for (; c < end; c += 16) {
            let held = v128.load(to + c), rest = v128.load(rests + c), at = row + <usize>(offset + fromX * strideWidth) * step + c, gradient = dy + <usize>fromX * step + c;
            for (let ox = fromX; ox < toX; ox += CHUNK_PIXELS) {
              let sum = f32x4.splat(0);
              for (let i = min(CHUNK_PIXELS, toX - ox); i > 0; i--, at += stride, gradient += step) sum = multiplyAdd(v128.load(at), v128.load(gradient), sum);
              const part = f32x4.sub(sum, rest), total = f32x4.add(held, part);
              rest = lost(total, held, part);
              held = total;
            }
            storeUpTo(rests + c, rests + end, rest);
            storeUpTo(to + c, to + end, flush(held));
          }
        }
      }
    }
  }
}
