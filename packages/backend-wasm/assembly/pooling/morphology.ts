// Grayscale dilation, the largest sum of a window and a filter in each channel, and the indices of maxima of windows.

import { OptionalPointer, Pointer } from '../common/types';
import { choose, floats, storeUpTo } from '../common/vector';
import {
  channels, dilationHeight, dilationWidth, inHeight, inWidth, kernelHeight, kernelWidth, left, outHeight, outWidth, strideHeight, strideWidth, top,
} from '../convolution/window';

/** What is wanted: the maxima, a gradient, or the index of each maximum in its image, with channels innermost. */
export const enum DilationCode { Maximum, InputGradient, FilterGradient, Index }

/**
 * Over windows of [images, height, width, channels]. Of equal sums the first is the maximum; the first NaN is larger than
 * all. Gradients accumulate onto `target`.
 *
 * @param filter [kernelHeight, kernelWidth, channels], added to each window, or 0
 * @param dy for the gradients, which give it to the element of x, or of the filter, that made the maximum; else 0
 * @param imageStep what is added to `Index` from one image to the next
 */
export function dilate(wanted: DilationCode, x: Pointer, filter: OptionalPointer, dy: OptionalPointer, target: Pointer, images: i32, imageStep: i32): void {
  // Locals, because the innermost loop reads them faster than globals.
  const height = inHeight, width = inWidth, windowHeight = kernelHeight, windowWidth = kernelWidth, down = dilationHeight, across = dilationWidth, depth = channels;
  const step = floats(depth), image = <usize>(inHeight * inWidth) * step, lane = i32x4(0, 1, 2, 3);
  let out = target, first = 0;
  for (let n = 0; n < images; n++, x += image, first += imageStep) {
    for (let i = 0; i < outHeight; i++) {
      const firstRow = i * strideHeight - top;
      for (let j = 0; j < outWidth; j++, out += step, dy += step) {
        const firstColumn = j * strideWidth - left;
        for (let c = 0; c < depth; c += 4) {
          let maximum = f32x4.splat(-Infinity), indices = i32x4.splat(c), taps = indices;
          for (let h = 0; h < windowHeight; h++) {
            const row = firstRow + h * down;
            if (<u32>row >= <u32>height) continue;
            for (let w = 0; w < windowWidth; w++) {
              const column = firstColumn + w * across;
              if (<u32>column >= <u32>width) continue;
              const index = (row * width + column) * depth + c, tap = (h * windowWidth + w) * depth + c;
              let value = v128.load(x + floats(index));
              if (filter != 0) value = f32x4.add(value, v128.load(filter + floats(tap)));
              const isLarger = v128.andnot(v128.or(f32x4.gt(value, maximum), f32x4.ne(value, value)), f32x4.ne(maximum, maximum));
              maximum = choose(isLarger, value, maximum);
              if (wanted != DilationCode.Maximum) {
                indices = choose(isLarger, i32x4.splat(index), indices);
                taps = choose(isLarger, i32x4.splat(tap), taps);
              }
            }
          }
          if (wanted == DilationCode.Maximum) storeUpTo(out + floats(c), out + step, maximum);
          else if (wanted == DilationCode.Index) storeUpTo(out + floats(c), out + step, i32x4.add(i32x4.add(indices, lane), i32x4.splat(first)));
          else {
            const to = wanted == DilationCode.InputGradient ? target + <usize>n * image : target, at = wanted == DilationCode.InputGradient ? indices : taps;
            add(to + floats(i32x4.extract_lane(at, 0)), dy + floats(c));
            if (c + 1 < depth) add(to + floats(i32x4.extract_lane(at, 1) + 1), dy + floats(c + 1));
            if (c + 2 < depth) add(to + floats(i32x4.extract_lane(at, 2) + 2), dy + floats(c + 2));
            if (c + 3 < depth) add(to + floats(i32x4.extract_lane(at, 3) + 3), dy + floats(c + 3));
          }
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function add(target: usize, source: usize): void {
  f32.store(target, f32.load(target) + f32.load(source));
}
