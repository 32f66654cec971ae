import type { NumericArray } from '@neurite/core';
import { type Border, borderIndex } from './border.js';

/** What pixels are taken from. */
export type SampledImage = {
  readonly data: NumericArray;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly border: Border;
  readonly fill: number;
  /** Whether results are rounded: a Uint8Array cuts fractions off. */
  readonly bytes: boolean;
};

/** Where the pixels of a row come from, and where its first value goes. */
export type SampledRow = {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly to: NumericArray;
  readonly at: number;
};

export type RowSampler = (image: SampledImage, row: SampledRow) => void;

export const nearestRow: RowSampler = ({ data, height, width, channels, border, fill }, { xs, ys, to, at: start }) => {
  for (let column = 0, at = start; column < xs.length; column++) {
    const x = borderIndex(Math.floor(xs[column]!), width, border);
    const y = borderIndex(Math.floor(ys[column]!), height, border);
    const inside = x >= 0 && y >= 0;
    const from = (y * width + x) * channels;
    for (let channel = 0; channel < channels; channel++, at++) to[at] = inside ? data[from + channel]! : fill;
  }
};

export const bilinearRow: RowSampler = (image, { xs, ys, to, at: start }) => {
  const { data, height, width, channels, border, fill, bytes } = image;
  const line = width * channels;
  const half = bytes ? 0.5 : 0;
  for (let column = 0, at = start; column < xs.length; column++) {
    const fromX = xs[column]! - 0.5;
    const fromY = ys[column]! - 0.5;
    const left = Math.floor(fromX);
    const top = Math.floor(fromY);
    const shareX = fromX - left;
    const shareY = fromY - top;
    if (left >= 0 && top >= 0 && left < width - 1 && top < height - 1) {
      const corner = top * line + left * channels;
      for (let channel = 0; channel < channels; channel++, at++) {
        const from = corner + channel;
        const topLeft = data[from]!;
        const bottomLeft = data[from + line]!;
        const upper = topLeft + (data[from + channels]! - topLeft) * shareX;
        const lower = bottomLeft + (data[from + line + channels]! - bottomLeft) * shareX;
        to[at] = upper + (lower - upper) * shareY + half;
      }
      continue;
    }
    // A share of 0 takes nothing from a neighbor, which may be beyond the border.
    const x0 = borderIndex(left, width, border);
    const x1 = shareX === 0 ? x0 : borderIndex(left + 1, width, border);
    const y0 = borderIndex(top, height, border);
    const y1 = shareY === 0 ? y0 : borderIndex(top + 1, height, border);
    for (let channel = 0; channel < channels; channel++, at++) {
      const topLeft = y0 >= 0 && x0 >= 0 ? data[y0 * line + x0 * channels + channel]! : fill;
      const topRight = y0 >= 0 && x1 >= 0 ? data[y0 * line + x1 * channels + channel]! : fill;
      const bottomLeft = y1 >= 0 && x0 >= 0 ? data[y1 * line + x0 * channels + channel]! : fill;
      const bottomRight = y1 >= 0 && x1 >= 0 ? data[y1 * line + x1 * channels + channel]! : fill;
      const upper = topLeft + (topRight - topLeft) * shareX;
      const lower = bottomLeft + (bottomRight - bottomLeft) * shareX;
      to[at] = upper + (lower - upper) * shareY + half;
    }
  }
};

const weightsX = new Float64Array(4);
const weightsY = new Float64Array(4);
const columns = new Int32Array(4);
const rows = new Int32Array(4);

/** By the cubic kernel with a = −0.75 (Keys 1981), clipped to the range of images. */
export const bicubicRow: RowSampler = (image, { xs, ys, to, at: start }) => {
  const { data, height, width, channels, border, fill, bytes } = image;
  const [most, half] = bytes ? [255, 0.5] : [1, 0];
  for (let column = 0, at = start; column < xs.length; column++) {
    const left = Math.floor(xs[column]! - 0.5);
    const top = Math.floor(ys[column]! - 0.5);
    cubicWeights(xs[column]! - 0.5 - left, weightsX);
    cubicWeights(ys[column]! - 0.5 - top, weightsY);
    for (let i = 0; i < 4; i++) {
      columns[i] = borderIndex(left - 1 + i, width, border);
      rows[i] = borderIndex(top - 1 + i, height, border);
    }
    for (let channel = 0; channel < channels; channel++, at++) {
      let sum = 0;
      for (let i = 0; i < 4; i++) {
        let across = 0;
        for (let j = 0; j < 4; j++) {
          const inside = rows[i]! >= 0 && columns[j]! >= 0;
          const value = inside ? data[(rows[i]! * width + columns[j]!) * channels + channel]! : fill;
          across += weightsX[j]! * value;
        }
        sum += weightsY[i]! * across;
      }
      to[at] = Math.min(Math.max(sum, 0), most) + half;
    }
  }
};

function cubicWeights(share: number, to: Float64Array): void {
  const a = -0.75;
  const far = (d: number): number => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  const near = (d: number): number => ((a + 2) * d - (a + 3)) * d * d + 1;
  to[0] = far(share + 1);
  to[1] = near(share);
  to[2] = near(1 - share);
  to[3] = far(2 - share);
}
