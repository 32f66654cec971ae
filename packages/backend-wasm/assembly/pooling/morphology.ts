// Largest sums of a window and a filter of each channel, and places of the largest numbers of windows.

import { choose, floats, storeUpTo } from '../common/vector';
import {
  channels, dilationHeight, dilationWidth, inHeight, inWidth, kernelHeight, kernelWidth, left, outHeight, outWidth, strideHeight, strideWidth, top,
} from '../convolution/window';

// What is asked for; src/internal/kernels/pooling/morphology.ts has the same numbers.
// @ts-ignore: decorator
@inline
const LARGEST: i32 = 0;
// @ts-ignore: decorator
@inline
const INPUT_GRADIENT: i32 = 1;
// @ts-ignore: decorator
@inline
const FILTER_GRADIENT: i32 = 2;
/** Its place in the image, times the channels, plus the channel. */
// @ts-ignore: decorator
@inline
const PLACE: i32 = 3;

/**
 * Over windows of [images, height, width, channels]. The first of equals is the largest; the first NaN is larger than all.
 *
 * @param filter what is added to the numbers of each window, or 0 for nothing
 * @param dy what is given to the number, or to the number of the filter, that was the largest, for gradients
 */
export function dilate(wanted: i32, x: usize, filter: usize, dy: usize, target: usize, images: i32, imageStep: i32): void {
  // In the innermost loop numbers are read faster than variables of the module.
  const height = inHeight, width = inWidth, windowHeight = kernelHeight, windowWidth = kernelWidth, down = dilationHeight, across = dilationWidth, depth = channels;
  const step = floats(depth), image = <usize>(inHeight * inWidth) * step, lane = i32x4(0, 1, 2, 3);
  let out = target, first = 0;
  for (let n = 0; n < images; n++, x += image, first += imageStep) {
    for (let i = 0; i < outHeight; i++) {
      const firstRow = i * strideHeight - top;
      for (let j = 0; j < outWidth; j++, out += step, dy += step) {
        const firstColumn = j * strideWidth - left;
        for (let c = 0; c < depth; c += 4) {
          let most = f32x4.splat(-Infinity), places = i32x4.splat(c), taps = places;
          for (let h = 0; h < windowHeight; h++) {
            const row = firstRow + h * down;
            if (<u32>row >= <u32>height) continue;
            for (let w = 0; w < windowWidth; w++) {
              const column = firstColumn + w * across;
              if (<u32>column >= <u32>width) continue;
              const place = (row * width + column) * depth + c, tap = (h * windowWidth + w) * depth + c;
              let value = v128.load(x + floats(place));
              if (filter != 0) value = f32x4.add(value, v128.load(filter + floats(tap)));
              const isMore = v128.andnot(v128.or(f32x4.gt(value, most), f32x4.ne(value, value)), f32x4.ne(most, most));
              most = choose(isMore, value, most);
              if (wanted != LARGEST) {
                places = choose(isMore, i32x4.splat(place), places);
                taps = choose(isMore, i32x4.splat(tap), taps);
              }
            }
          }
          if (wanted == LARGEST) storeUpTo(out + floats(c), out + step, most);
          else if (wanted == PLACE) storeUpTo(out + floats(c), out + step, i32x4.add(i32x4.add(places, lane), i32x4.splat(first)));
          else {
            const to = wanted == INPUT_GRADIENT ? target + <usize>n * image : target, at = wanted == INPUT_GRADIENT ? places : taps;
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
