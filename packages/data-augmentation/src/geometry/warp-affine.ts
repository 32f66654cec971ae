import {
  checkChoice,
  checkInteger,
  checkNumber,
  checkOptions,
  DtypeError,
  formatShape,
  type HostArray,
  hostLike,
  ShapeError,
} from '@neurite/core';
import { remapBytes } from '../internal/remap-bytes.js';

/**
 * Where each pixel of the new image comes from, in pixels from the image's centre:
 * `oldX = m[0]·x + m[1]·y + m[2]`, `oldY = m[3]·x + m[4]·y + m[5]`.
 */
export type AffineMatrix = readonly [number, number, number, number, number, number];

export type WarpAffineOptions = {
  /** The value outside the old image; for integer images an integer, 0 to 255 for uint8. Default 0. */
  readonly fill?: number;
  /** How values between pixels are taken: `bilinear`, or `nearest`, which is for classes. Default `bilinear`. */
  readonly interpolation?: 'bilinear' | 'nearest';
};

/**
 * Moves, turns, scales or shears an image by an affine map.
 *
 * @param image of shape [height, width, channels]; uint8 or float32, and for `nearest` int32 too; not changed
 * @param matrix from new to old coordinates
 * @returns a new image of the same shape and dtype; bilinear values are rounded to the nearest integer in uint8
 * @throws ShapeError when the image is not [height, width, channels]
 * @throws DtypeError for a bilinear int32 image
 * @throws ArgumentError when `fill` does not fit the dtype
 * @example
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const movedRight = warpAffine(image, [1, 0, -2, 0, 1, 0], { fill: 255 });
 */
export function warpAffine<D extends 'uint8' | 'int32' | 'float32'>(
  image: HostArray<D>,
  matrix: AffineMatrix,
  options: WarpAffineOptions = {},
): HostArray<D> {
  checkOptions('warpAffine', options, ['fill', 'interpolation']);
  const { fill = 0, interpolation = 'bilinear' } = options;
  const source = image as HostArray; // of one of the three
  checkImage(source, { fill, interpolation });
  const bytes = interpolation === 'nearest' ? undefined : warpBytes(source, matrix, fill);
  if (bytes !== undefined) return bytes as HostArray as HostArray<D>; // like the image
  const result: HostArray = hostLike(source);
  (interpolation === 'nearest' ? warpNearest : warpBilinear)(source, matrix, { fill, to: result.data });
  return result as HostArray<D>; // like the image
}

type Warp = (
  image: HostArray,
  matrix: AffineMatrix,
  to: { readonly fill: number; readonly to: HostArray['data'] },
) => void;

function warpBytes(
  image: HostArray,
  [xx, xy, x0, yx, yy, y0]: AffineMatrix,
  fill: number,
): HostArray<'uint8'> | undefined {
  const [height, width] = image.shape as [number, number, number]; // checked
  const [centerX, centerY] = [width / 2, height / 2];
  const firstX = x0 + centerX - xx * centerX - xy * centerY;
  const firstY = y0 + centerY - yx * centerX - yy * centerY;
  const options = { frame: { height, width }, border: 'constant', fill } as const;
  return remapBytes(image, () => undefined, { ...options, homography: [xx, xy, firstX, yx, yy, firstY, 0, 0] });
}

const warpNearest: Warp = ({ data, shape }, [xx, xy, x0, yx, yy, y0], { fill, to }) => {
  const [height, width, channels] = shape as [number, number, number]; // checked
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [dx, dy] = [column - centreX, row - centreY];
      const fromX = Math.round(xx * dx + xy * dy + x0 + centreX);
      const fromY = Math.round(yx * dx + yy * dy + y0 + centreY);
      const inside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
      const from = (fromY * width + fromX) * channels;
      for (let channel = 0; channel < channels; channel++, at++) to[at] = inside ? data[from + channel]! : fill;
    }
  }
};

const warpBilinear: Warp = ({ dtype, data, shape }, [xx, xy, x0, yx, yy, y0], { fill, to }) => {
  const [height, width, channels] = shape as [number, number, number]; // checked
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  // A Uint8Array cuts fractions off.
  const half = dtype === 'uint8' ? 0.5 : 0;
  const line = width * channels;
  for (let row = 0, at = 0; row < height; row++) {
    const dy = row - centreY;
    const [downX, downY] = [xy * dy, yy * dy];
    for (let column = 0; column < width; column++) {
      const dx = column - centreX;
      const fromX = xx * dx + downX + x0 + centreX;
      const fromY = yx * dx + downY + y0 + centreY;
      if (!(fromX >= -1 && fromX < width && fromY >= -1 && fromY < height)) {
        for (let channel = 0; channel < channels; channel++, at++) to[at] = fill;
        continue;
      }
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const shareX = fromX - left;
      const shareY = fromY - top;
      const corner = top * line + left * channels;
      const inLeft = left >= 0;
      const inRight = left < width - 1;
      const inTop = top >= 0;
      const inBottom = top < height - 1;
      for (let channel = 0; channel < channels; channel++, at++) {
        const from = corner + channel;
        const topLeft = inTop && inLeft ? data[from]! : fill;
        const topRight = inTop && inRight ? data[from + channels]! : fill;
        const bottomLeft = inBottom && inLeft ? data[from + line]! : fill;
        const bottomRight = inBottom && inRight ? data[from + line + channels]! : fill;
        const upper = topLeft + (topRight - topLeft) * shareX;
        const lower = bottomLeft + (bottomRight - bottomLeft) * shareX;
        to[at] = upper + (lower - upper) * shareY + half;
      }
    }
  }
};

function checkImage({ dtype, shape }: HostArray, { fill, interpolation }: Required<WarpAffineOptions>): void {
  const where = 'warpAffine';
  checkChoice(where, 'interpolation', interpolation, ['bilinear', 'nearest']);
  if (shape.length !== 3) {
    const expected = 'have shape [height, width, channels]';
    throw new ShapeError({ where, argument: 'image', expected, received: formatShape(shape) });
  }
  if (dtype === 'int32' && interpolation === 'bilinear') {
    throw new DtypeError({
      where,
      argument: 'image',
      expected: 'be uint8 or float32',
      received: dtype,
      advice: "Values between classes mean nothing: take interpolation 'nearest' for a mask",
    });
  }
  if (dtype === 'float32') checkNumber(where, 'fill', fill);
  else checkInteger(where, 'fill', fill, dtype === 'uint8' ? { min: 0, max: 255 } : {});
}
