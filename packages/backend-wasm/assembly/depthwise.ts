// Convolution of each channel with a kernel of its own, [batch, height, width, channels], and its gradients. Kernels that
// give several channels for one are the caller's: it repeats the channels. What lies outside of the images counts as 0.

import { floats, flush, multiplyAdd, storeUpTo } from './vector';

// The convolution at hand, set by `describeDepthwise`; sizes in elements.
let height: i32 = 0, width: i32 = 0, channels: i32 = 0;
let kernelHeight: i32 = 0, kernelWidth: i32 = 0, strideHeight: i32 = 1, strideWidth: i32 = 1;
let dilationHeight: i32 = 1, dilationWidth: i32 = 1;
let outHeight: i32 = 0, outWidth: i32 = 0, top: i32 = 0, left: i32 = 0;

export function describeDepthwise(
  imageHeight: i32, imageWidth: i32, imageChannels: i32, filterHeight: i32, filterWidth: i32, rowStride: i32, columnStride: i32,
  rowDilation: i32, columnDilation: i32, resultHeight: i32, resultWidth: i32, padTop: i32, padLeft: i32,
): void {
  height = imageHeight; width = imageWidth; channels = imageChannels;
  kernelHeight = filterHeight; kernelWidth = filterWidth; strideHeight = rowStride; strideWidth = columnStride;
  dilationHeight = rowDilation; dilationWidth = columnDilation;
  outHeight = resultHeight; outWidth = resultWidth; top = padTop; left = padLeft;
}

/** The first place of a kernel that lies inside, where its corner is at `start`. */
// @ts-ignore: decorator
@inline
function firstInside(start: i32, dilation: i32): i32 {
  return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
}

/** One more than the last place of a kernel of `size` that lies inside. */
// @ts-ignore: decorator
@inline
function endInside(start: i32, dilation: i32, size: i32, extent: i32): i32 {
  return start >= extent ? 0 : min(size, (extent - start + dilation - 1) / dilation);
}

/** target[images, outHeight, outWidth, channels]; `kernel` is [kernelHeight, kernelWidth, channels]. */
export function depthwise(images: i32, x: usize, kernel: usize, target: usize): void {
  const step = floats(channels), line = <usize>width * step, image = <usize>height * line;
  const across = <usize>dilationWidth * step, down = <usize>dilationHeight * line;
  for (let n = 0; n < images; n++, x += image) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y = oy * strideHeight - top, fromY = firstInside(y, dilationHeight), toY = endInside(y, dilationHeight, kernelHeight, height);
      for (let ox = 0; ox < outWidth; ox++, target += step) {
        const i = ox * strideWidth - left, fromX = firstInside(i, dilationWidth), toX = endInside(i, dilationWidth, kernelWidth, width);
        const corner = x + <usize>(y + fromY * dilationHeight) * line + <usize>(i + fromX * dilationWidth) * step;
        for (let c: usize = 0; c < step; c += 16) {
          let sum = f32x4.splat(0), row = corner + c;
          for (let ky = fromY; ky < toY; ky++, row += down) {
            let weights = kernel + <usize>(ky * kernelWidth + fromX) * step + c, at = row;
            for (let kx = fromX; kx < toX; kx++, weights += step, at += across) sum = multiplyAdd(v128.load(at), v128.load(weights), sum);
          }
          storeUpTo(target + c, target + step, flush(sum));
        }
      }
    }
  }
}

/** The gradient by the images: every dy, times the kernel, is added to where it came from. */
export function depthwiseInputGradient(images: i32, dy: usize, kernel: usize, target: usize): void {
  const step = floats(channels), line = <usize>width * step, image = <usize>height * line;
  const across = <usize>dilationWidth * step, down = <usize>dilationHeight * line;
  memory.fill(target, 0, <usize>images * image);
  for (let n = 0; n < images; n++, target += image) {
    for (let oy = 0; oy < outHeight; oy++) {
      const y = oy * strideHeight - top, fromY = firstInside(y, dilationHeight), toY = endInside(y, dilationHeight, kernelHeight, height);
      for (let ox = 0; ox < outWidth; ox++, dy += step) {
        const i = ox * strideWidth - left, fromX = firstInside(i, dilationWidth), toX = endInside(i, dilationWidth, kernelWidth, width);
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

/** The gradient by the kernel: row by row of the result, because float32 forgets in long sums. */
export function depthwiseFilterGradient(images: i32, x: usize, dy: usize, target: usize): void {
  const step = floats(channels), line = <usize>width * step, image = <usize>height * line, stride = <usize>strideWidth * step;
  memory.fill(target, 0, <usize>(kernelHeight * kernelWidth) * step);
  for (let n = 0; n < images; n++, x += image) {
    for (let oy = 0; oy < outHeight; oy++, dy += <usize>outWidth * step) {
      const y = oy * strideHeight - top, fromY = firstInside(y, dilationHeight), toY = endInside(y, dilationHeight, kernelHeight, height);
      for (let ky = fromY; ky < toY; ky++) {
        const row = x + <usize>(y + ky * dilationHeight) * line;
        for (let kx = 0; kx < kernelWidth; kx++) {
          const offset = kx * dilationWidth - left, to = target + <usize>(ky * kernelWidth + kx) * step;
          const fromX = offset >= 0 ? 0 : (strideWidth - 1 - offset) / strideWidth;
          const toX = min(outWidth, offset >= width ? 0 : (width - offset + strideWidth - 1) / strideWidth);
          if (fromX >= toX) continue;
          for (let c: usize = 0; c < step; c += 16) {
            let sum = f32x4.splat(0), at = row + <usize>(offset + fromX * strideWidth) * step + c, slope = dy + <usize>fromX * step + c;
            for (let ox = fromX; ox < toX; ox++, at += stride, slope += step) sum = multiplyAdd(v128.load(at), v128.load(slope), sum);
            storeUpTo(to + c, to + step, flush(f32x4.add(v128.load(to + c), sum)));
          }
        }
      }
    }
  }
}
