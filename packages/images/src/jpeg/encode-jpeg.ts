import { checkInteger, DtypeError, type HostArray, resolveOptions, ShapeError } from '@neurite/core';
import { encodeByMozjpeg } from '../internal/jpeg/mozjpeg-encoder.js';

export type EncodeJpegOptions = {
  /** From 0 (the smallest file) to 100 (the best image). Default: 90. */
  readonly quality?: number;
  /** Whether the image can be shown coarse first and fine later. Default: false. */
  readonly progressive?: boolean;
  /** Whether colors are kept at half the resolution in both directions. Default: true. */
  readonly chromaDownsampling?: boolean;
};

/**
 * Encodes an image as JPEG by `@jsquash/jpeg` (mozjpeg in WebAssembly), which must be installed, with the quantization
 * tables of the standard.
 *
 * @param image uint8 [height, width, channels]; 1 channel is grey, 3 are RGB
 * @returns the file
 * @throws DtypeError when the image is not uint8
 * @throws ShapeError when it is not [height, width, channels] with 1 or 3 channels and sides from 1 to 65,535
 * @throws ArgumentError when `quality` is not an integer from 0 to 100
 * @throws FormatError when the encoder is not installed
 * @example
 * import { hostArray } from '@neurite/core';
 * import { encodeJpeg } from '@neurite/images/jpeg';
 * const encode = () => encodeJpeg(hostArray(Uint8Array.of(255, 0, 0, 0, 0, 255), [1, 2, 3]), { quality: 95 });
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
export async function encodeJpeg(
  { data, shape }: HostArray<'uint8'>,
  options: EncodeJpegOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const resolved = resolveOptions('encodeJpeg', options, {
    quality: 90,
    progressive: false,
    chromaDownsampling: true,
  });
  checkInteger('encodeJpeg', 'quality', resolved.quality, { min: 0, max: 100 });
  if (!(data instanceof Uint8Array)) {
    const received = (data as HostArray['data']).constructor.name;
    throw new DtypeError({ where: 'encodeJpeg', argument: 'image', expected: 'be uint8', received });
  }
  const [height = 0, width = 0, channels = 0] = shape;
  const isSide = (size: number): boolean => size >= 1 && size <= 65_535;
  if (
    shape.length !== 3 ||
    !isSide(height) ||
    !isSide(width) ||
    (channels !== 1 && channels !== 3) ||
    data.length !== height * width * channels
  ) {
    throw new ShapeError({
      where: 'encodeJpeg',
      argument: 'image',
      expected: 'have shape [height, width, channels] with 1 or 3 channels and sides from 1 to 65535',
      received: `[${shape.join(', ')}]`,
    });
  }
  const rgba = new Uint8Array(4 * height * width);
  for (let i = 0, from = 0; i < rgba.length; i += 4, from += channels) {
    rgba[i] = data[from]!;
    rgba[i + 1] = data[channels === 1 ? from : from + 1]!;
    rgba[i + 2] = data[channels === 1 ? from : from + 2]!;
    rgba[i + 3] = 255;
  }
  return encodeByMozjpeg(rgba, { height, width, isGray: channels === 1 }, resolved);
}
