import { DtypeError, formatShape, type HostArray, ShapeError } from '@neurite/core';

/**
 * Where each pixel of the new picture comes from, in pixels from the picture's centre:
 * `oldX = m[0]·x + m[1]·y + m[2]`, `oldY = m[3]·x + m[4]·y + m[5]`.
 */
export type AffineMatrix = readonly [number, number, number, number, number, number];

/**
 * Moves, turns, scales or shears a picture by an affine map, with bilinear interpolation.
 *
 * @param image float32 of shape [height, width, channels]; not changed
 * @param matrix from new to old coordinates
 * @param options.fill the value outside the old picture. Default 0
 * @returns a new picture of the same shape
 * @throws ShapeError when the picture is not [height, width, channels]
 * @throws DtypeError when it is not float32
 * @example
 * const image = hostArray(new Float32Array(28 * 28), [28, 28, 1]);
 * const movedRight = warpAffine(image, [1, 0, -2, 0, 1, 0]);
 */
export function warpAffine(
  image: HostArray,
  matrix: AffineMatrix,
  { fill = 0 }: { readonly fill?: number } = {},
): HostArray<Float32Array<ArrayBuffer>> {
  const [height, width, channels] = image.shape;
  if (image.shape.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw new ShapeError({
      where: 'warpAffine',
      argument: 'image',
      expected: 'have shape [height, width, channels]',
      received: formatShape(image.shape),
    });
  }
  const source = image.data;
  if (!(source instanceof Float32Array)) {
    throw new DtypeError({
      where: 'warpAffine',
      argument: 'image',
      expected: 'hold float32',
      received: source.constructor.name,
      advice: 'Turn its values into a Float32Array first, e.g. divided by 255',
    });
  }
  const [xx, xy, x0, yx, yy, y0] = matrix;
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  const data = new Float32Array(source.length);
  for (let row = 0, to = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [dx, dy] = [column - centreX, row - centreY];
      const fromX = xx * dx + xy * dy + x0 + centreX;
      const fromY = yx * dx + yy * dy + y0 + centreY;
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const [shareX, shareY] = [fromX - left, fromY - top];
      const [inLeft, inRight] = [left >= 0 && left < width, left >= -1 && left < width - 1];
      const [inTop, inBottom] = [top >= 0 && top < height, top >= -1 && top < height - 1];
      const corner = (top * width + left) * channels;
      for (let channel = 0; channel < channels; channel++, to++) {
        const at = corner + channel;
        const topLeft = inTop && inLeft ? source[at]! : fill;
        const topRight = inTop && inRight ? source[at + channels]! : fill;
        const bottomLeft = inBottom && inLeft ? source[at + width * channels]! : fill;
        const bottomRight = inBottom && inRight ? source[at + (width + 1) * channels]! : fill;
        const upper = topLeft + (topRight - topLeft) * shareX;
        const lower = bottomLeft + (bottomRight - bottomLeft) * shareX;
        data[to] = upper + (lower - upper) * shareY;
      }
    }
  }
  return { data, shape: image.shape };
}
