import { hostLike, resolveOptions } from '@neurite/core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { CHROMA, compressPlane, LUMA } from '../internal/jpeg-blocks.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type JpegCompressionOptions = Chance & {
  /** The quality, 1 to 100: one number, or the least and the greatest. Default 30 to 95. */
  readonly quality?: Range;
};

/** The quality. */
export type JpegDraw = { readonly quality: number };

/**
 * What saving as JPEG does to images: blocks of 8 × 8 are transformed (discrete cosine transform), rounded by the tables of
 * the standard scaled by the quality, and transformed back; colors as luma and chroma. Chroma keeps its resolution (4:4:4).
 *
 * Agrees with libjpeg but for its rounding: where a coefficient is about in the middle between two steps, its integers may
 * take the other one. Channels beyond the third stay; floats are rounded to 256 levels.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const compress = jpegCompression({ quality: [10, 60] });
 * const draw = compress.draw(RandomStream.fromSeed(1), {}); // quality
 * const changed = compress.image(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
export function jpegCompression(options: JpegCompressionOptions = {}): ImageAugmentation<JpegDraw> {
  const name = 'jpegCompression';
  const { probability, quality } = resolveOptions(name, options, { probability: 0.5, quality: [30, 95] });
  const range = checkRange(name, 'quality', { value: quality, atLeast: 1, atMost: 100 });
  return imageAugmentation<JpegDraw>({
    name,
    probability,
    draw: (random) => ({ quality: Math.round(between(random, range)) }),
    image(image, draw) {
      const { data, dtype, shape } = image;
      const [height, width, channels] = shape as [number, number, number]; // checked by the lifter
      const scale = dtype === 'uint8' ? 1 : 255;
      const result = hostLike(image);
      const to = result.data;
      to.set(data);
      const size = { height, width };
      const count = height * width;
      if (channels < 3) {
        const plane = Float64Array.from({ length: count }, (_, i) => Math.round(data[i * channels]! * scale));
        compressPlane(plane, size, { table: LUMA, quality: draw.quality });
        for (let i = 0; i < count; i++) to[i * channels] = plane[i]! / scale;
        return result;
      }
      const [luma, blue, red] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
      for (let i = 0, at = 0; i < count; i++, at += channels) {
        const [r, g, b] = [0, 1, 2].map((c) => Math.round(data[at + c]! * scale)) as [number, number, number]; // of three
        luma[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
        blue[i] = Math.round(128 - 0.168_735_892 * r - 0.331_264_108 * g + 0.5 * b);
        red[i] = Math.round(128 + 0.5 * r - 0.418_687_589 * g - 0.081_312_411 * b);
      }
      compressPlane(luma, size, { table: LUMA, quality: draw.quality });
      compressPlane(blue, size, { table: CHROMA, quality: draw.quality });
      compressPlane(red, size, { table: CHROMA, quality: draw.quality });
      const byte = (value: number): number => Math.min(Math.max(Math.round(value), 0), 255) / scale;
      for (let i = 0, at = 0; i < count; i++, at += channels) {
        const [y, u, v] = [luma[i]!, blue[i]! - 128, red[i]! - 128];
        to[at] = byte(y + 1.402 * v);
        to[at + 1] = byte(y - 0.344_136_286 * u - 0.714_136_286 * v);
        to[at + 2] = byte(y + 1.772 * u);
      }
      return result;
    },
  });
}
