import { checkChoice, hostLike, resolveOptions } from '@neurite/core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { type BytePlane, CHROMA, compressPlane, LUMA } from '../internal/jpeg-blocks.js';
import { type Components, colorsOf, componentsOf, doubled, halved } from '../internal/jpeg-colors.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type JpegCompressionOptions = Chance & {
  /** The quality, 1 to 100: one number, or the least and the greatest. Default 30 to 95. */
  readonly quality?: Range;
  /** Whether chroma has half as many rows and columns, as in most files, or all of them. Default `4:2:0`. */
  readonly subsampling?: '4:2:0' | '4:4:4';
};

/** The quality. */
export type JpegDraw = { readonly quality: number };

/**
 * What saving as JPEG does to images: blocks of 8 × 8 are transformed (discrete cosine transform), rounded by the tables of
 * the standard scaled by the quality, and transformed back; colors as luma and chroma.
 *
 * Agrees with libjpeg bit for bit: the integers of its slow transform, of its colors, and of its chroma that is halved and
 * interpolated again. Channels beyond the third stay; floats are rounded to 256 levels.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const compress = jpegCompression({ quality: [10, 60] });
 * const draw = compress.draw(RandomStream.fromSeed(1), {}); // quality
 * const changed = compress.image(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf and Loeffler, Ligtenberg and Moschytz, "Practical fast 1-D DCT
 *   algorithms with 11 multiplications", 1989
 */
export function jpegCompression(options: JpegCompressionOptions = {}): ImageAugmentation<JpegDraw> {
  const name = 'jpegCompression';
  const { probability, quality, subsampling } = resolveOptions(name, options, {
    probability: 0.5,
    quality: [30, 95],
    subsampling: '4:2:0',
  });
  const range = checkRange(name, 'quality', { value: quality, atLeast: 1, atMost: 100 });
  checkChoice(name, 'subsampling', subsampling, ['4:2:0', '4:4:4']);
  return imageAugmentation<JpegDraw>({
    name,
    probability,
    draw: (random) => ({ quality: Math.round(between(random, range)) }),
    image(image, draw) {
      const { data, dtype, shape } = image;
      const [height, width, channels] = shape as [number, number, number]; // checked by the lifter
      if (data.length === 0) return image;
      const used = channels < 3 ? 1 : 3;
      const scale = dtype === 'uint8' ? 1 : 255;
      const bytes = new Uint8Array(height * width * used);
      for (let i = 0, at = 0; at < data.length; at += channels) {
        for (let c = 0; c < used; c++) bytes[i++] = data[at + c]! * scale + 0.5;
      }
      const changed = used === 1 ? grayOf(bytes) : colorOf(bytes);
      const result = hostLike(image);
      const to = result.data;
      to.set(data);
      for (let i = 0, at = 0; at < data.length; at += channels) {
        for (let c = 0; c < used; c++) to[at + c] = changed[i++]! / scale;
      }
      return result;

      function grayOf(levels: Uint8Array): ArrayLike<number> {
        const plane = filled(levels, height, width);
        compressPlane(plane, { table: LUMA, quality: draw.quality });
        return levels.map((_, i) => plane.data[Math.floor(i / width) * plane.columns + (i % width)]!);
      }

      function colorOf(rgb: Uint8Array): ArrayLike<number> {
        const [luma, ...chroma] = componentsOf(rgb, { height, width });
        const [blue, red] = chroma.map((plane) => (subsampling === '4:2:0' ? halved(plane, height) : plane));
        compressPlane(luma, { table: LUMA, quality: draw.quality });
        for (const plane of [blue!, red!]) compressPlane(plane, { table: CHROMA, quality: draw.quality });
        const full = (plane: BytePlane): BytePlane =>
          subsampling === '4:2:0' ? doubled(plane, { height, width }) : plane;
        const components: Components = [luma, full(blue!), full(red!)];
        const colors = new Uint8ClampedArray(rgb.length);
        colorsOf(components, colors, { height, width });
        return colors;
      }
    },
  });
}

/** Whole blocks, with the last row and column repeated. */
function filled(levels: Uint8Array, height: number, width: number): BytePlane {
  const [rows, columns] = [8 * Math.ceil(height / 8), 8 * Math.ceil(width / 8)];
  const data = new Uint8Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    const from = Math.min(y, height - 1) * width;
    data.set(levels.subarray(from, from + width), y * columns);
    data.fill(levels[from + width - 1]!, y * columns + width, (y + 1) * columns);
  }
  return { data, rows, columns };
}
