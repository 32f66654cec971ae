import { type Frame, type HostArray, hostLike } from '@neurite/core';
import type { Border } from './border.js';
import { type Homography, type RowSources, remapBytes } from './remap-bytes.js';
import { bicubicRow, bilinearRow, nearestRow, type RowSampler } from './sample-row.js';

/** How values between pixels are taken. */
export type Interpolation = (typeof INTERPOLATIONS)[number];

export const INTERPOLATIONS = ['nearest', 'bilinear', 'bicubic'] as const;

export type Sampling = { readonly interpolation: Interpolation; readonly border: Border; readonly fill: number };

const SAMPLERS: { readonly [K in Interpolation]: RowSampler } = {
  nearest: nearestRow,
  bilinear: bilinearRow,
  bicubic: bicubicRow,
};

/** A new image whose pixels are taken from anywhere in the old one. */
export function remap<A extends HostArray>(
  image: A,
  sources: RowSources,
  {
    frame,
    interpolation,
    border,
    fill,
    homography,
  }: Sampling & { readonly frame: Frame; readonly homography?: Homography | undefined },
): A {
  const source = image as HostArray;
  if (interpolation === 'bilinear') {
    const bytes = remapBytes(source, sources, { frame, border, fill, homography });
    if (bytes !== undefined) return bytes as HostArray as A; // like the image
  }
  const [height, width, channels] = source.shape as [number, number, number]; // checked by the lifter
  const result = hostLike(source, [frame.height, frame.width, channels]);
  const xs = new Float64Array(frame.width);
  const ys = new Float64Array(frame.width);
  const sampleRow = SAMPLERS[interpolation];
  const { data, dtype } = source;
  const from = { data, height, width, channels, border, fill, bytes: dtype === 'uint8' };
  for (let row = 0; row < frame.height; row++) {
    sources(row, xs, ys);
    sampleRow(from, { xs, ys, to: result.data, at: row * frame.width * channels });
  }
  return result as A; // like the image
}
