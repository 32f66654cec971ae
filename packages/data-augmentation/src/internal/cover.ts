import { type Frame, hostLike } from '@neurite/core';
import type { ImageArray } from './image-augmentation.js';

/** A line between two points in pixels, with soft edges. */
export type Stroke = {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  /** In pixels. */
  readonly thickness: number;
  /** 0 to 1. */
  readonly opacity: number;
};

/** How much of each pixel strokes cover, [height, width]; of two the greater. Thin strokes are faint. */
export function strokeCover(strokes: Iterable<Stroke>, { height, width }: Frame): Float32Array {
  const cover = new Float32Array(height * width);
  for (const { from, to, thickness, opacity } of strokes) {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const square = dx * dx + dy * dy;
    const radius = thickness / 2 + 0.5;
    const most = Math.min(thickness, 1);
    const bottom = Math.min(Math.ceil(Math.max(from[1], to[1]) + radius), height);
    const right = Math.min(Math.ceil(Math.max(from[0], to[0]) + radius), width);
    for (let y = Math.max(Math.floor(Math.min(from[1], to[1]) - radius), 0); y < bottom; y++) {
      for (let x = Math.max(Math.floor(Math.min(from[0], to[0]) - radius), 0); x < right; x++) {
        const [px, py] = [x + 0.5 - from[0], y + 0.5 - from[1]];
        const along = square === 0 ? 0 : Math.min(Math.max((px * dx + py * dy) / square, 0), 1);
        const distance = Math.hypot(px - along * dx, py - along * dy);
        const share = opacity * Math.min(Math.max(radius - distance, 0), most);
        if (share > cover[y * width + x]!) cover[y * width + x] = share;
      }
    }
  }
  return cover;
}

/**
 * Covers an image with a color: `new = old + (color − old) · cover`. Alpha, the fourth channel, stays.
 *
 * @param cover of each pixel, 0 to 1
 * @param color from 0 to 1: one for all channels, or red, green and blue; images of one channel take the first
 */
export function coverWith(image: ImageArray, cover: Float32Array, color: number | readonly number[]): ImageArray {
  const { data, dtype, shape } = image;
  const channels = shape[2]!;
  const [most, half] = dtype === 'uint8' ? [255, 0.5] : [1, 0];
  const result = hostLike(image);
  for (let pixel = 0, at = 0; pixel < cover.length; pixel++) {
    const share = cover[pixel]!;
    for (let c = 0; c < channels; c++, at++) {
      const target = most * (typeof color === 'number' ? color : color[Math.min(c, 2)]!);
      result.data[at] = c === 3 ? data[at]! : data[at]! + (target - data[at]!) * share + (share === 0 ? 0 : half);
    }
  }
  return result;
}
