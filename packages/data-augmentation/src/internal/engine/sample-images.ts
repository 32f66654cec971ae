import type { Frame } from '@neurite/core';
import {
  add,
  cast,
  clipByValue,
  equal,
  floor,
  logicalAnd,
  minimum,
  mod,
  mul,
  reshape,
  scalar,
  sub,
  type Tensor,
  type Tensor4D,
  tensor2d,
  where,
} from '@tensorflow/tfjs-core';
import type { Border } from '../border.js';
import type { Sampling } from '../remap.js';
import type { RowSources } from '../remap-bytes.js';
import { gatherPixels } from './gather-pixels.js';

/** The pixels along one axis that a new pixel is made of: their indices, each with its share, [batch, pixels]. */
type Taps = readonly { readonly index: Tensor; readonly share: Tensor | undefined }[];

/** Takes new images from anywhere in the old ones: `remap` for a batch, with the same map of coordinates. */
export function sampleImages(
  images: Tensor4D,
  sources: readonly RowSources[],
  { frame, interpolation, border, fill }: Sampling & { readonly frame: Frame },
): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const { xs, ys } = coordinates(sources, frame);
  const tapsOf = { nearest: nearestTaps, bilinear: bilinearTaps, bicubic: bicubicTaps }[interpolation];
  const columns = tapsOf(xs).map(({ index, share }) => ({ share, ...bordered(index, width, border) }));
  let sampled: Tensor | undefined;
  for (const tap of tapsOf(ys)) {
    const row = bordered(tap.index, height, border);
    let across: Tensor | undefined;
    for (const column of columns) {
      const value = gatherPixels(images, cast(add(mul(row.index, width), column.index), 'int32'));
      const known =
        border === 'constant' ? where(deep(logicalAnd(row.inside!, column.inside!)), value, scalar(fill)) : value;
      across = accumulate(across, known, column.share);
    }
    sampled = accumulate(sampled, across!, tap.share);
  }
  const result = reshape(sampled!, [batch, frame.height, frame.width, channels]) as Tensor4D;
  return interpolation === 'bicubic' ? clipByValue(result, 0, 1) : result;
}

function coordinates(sources: readonly RowSources[], { height, width }: Frame): { xs: Tensor; ys: Tensor } {
  const size = height * width;
  const all = { xs: new Float32Array(sources.length * size), ys: new Float32Array(sources.length * size) };
  const line = { xs: new Float64Array(width), ys: new Float64Array(width) };
  for (const [image, of] of sources.entries()) {
    for (let row = 0; row < height; row++) {
      of(row, line.xs, line.ys);
      all.xs.set(line.xs, image * size + row * width);
      all.ys.set(line.ys, image * size + row * width);
    }
  }
  const shape: [number, number] = [sources.length, size];
  return { xs: tensor2d(all.xs, shape), ys: tensor2d(all.ys, shape) };
}

function nearestTaps(at: Tensor): Taps {
  return [{ index: floor(at), share: undefined }];
}

function bilinearTaps(at: Tensor): Taps {
  const from = sub(at, 0.5);
  const first = floor(from);
  const share = sub(from, first);
  return [
    { index: first, share: sub(1, share) },
    { index: add(first, 1), share },
  ];
}

/** By the cubic kernel with a = −0.75 (Keys 1981). */
function bicubicTaps(at: Tensor): Taps {
  const a = -0.75;
  const from = sub(at, 0.5);
  const first = floor(from);
  const share = sub(from, first);
  const far = (d: Tensor): Tensor => sub(mul(add(mul(sub(mul(d, a), 5 * a), d), 8 * a), d), 4 * a);
  const near = (d: Tensor): Tensor => add(mul(mul(sub(mul(d, a + 2), a + 3), d), d), 1);
  return [far(add(share, 1)), near(share), near(sub(1, share)), far(sub(2, share))].map((weight, i) => ({
    index: add(first, i - 1),
    share: weight,
  }));
}

/** The indices inside of an axis that stand for those outside: `borderIndex` for tensors. */
function bordered(index: Tensor, size: number, border: Border): { index: Tensor; inside?: Tensor } {
  if (border === 'wrap') return { index: mod(index, size) };
  if (border === 'symmetric') return { index: mirrored(index, 2 * size, 2 * size - 1) };
  if (border === 'reflect' && size > 1) return { index: mirrored(index, 2 * size - 2, 2 * size - 2) };
  const nearest = clipByValue(index, 0, size - 1);
  return border === 'constant' ? { index: nearest, inside: equal(index, nearest) } : { index: nearest };
}

function mirrored(index: Tensor, period: number, last: number): Tensor {
  const at = mod(index, period);
  return minimum(at, sub(last, at));
}

function accumulate(sum: Tensor | undefined, value: Tensor, share: Tensor | undefined): Tensor {
  const part = share === undefined ? value : mul(value, deep(share));
  return sum === undefined ? part : add(sum, part);
}

/** With an axis for the channels. */
function deep(x: Tensor): Tensor {
  return reshape(x, [...x.shape, 1]);
}
