import {
  ArgumentError,
  checkChoice,
  DtypeError,
  type HostArray,
  type HostDtype,
  hostArray,
  type NumericArray,
  resolveOptions,
  ShapeError,
} from '@neurite/core';
import { type Layout, resample, resampleBytes } from './internal/resample.js';
import { type Axis, areaTaps, type Taps, triangleTaps } from './resample-weights.js';

/** A part of an image in pixels, from its upper left corner. */
export type ImageBox = { readonly top: number; readonly left: number; readonly height: number; readonly width: number };

export type ResizeOptions = {
  /**
   * - `bilinear`: interpolates between neighbours. The default.
   * - `area`: the mean over the area that a new pixel covers, as OpenCV's `INTER_AREA` when an image becomes smaller.
   * - `nearest`: the pixel at the centre of the new one. The only one for int32, such as masks of classes.
   */
  readonly method?: (typeof METHODS)[number];
  /**
   * Whether `bilinear` averages over all pixels that a new one stands for when an image becomes smaller, as PIL does and
   * torchvision by default; `false` is torchvision's `antialias=False`. Default: true.
   */
  readonly antialias?: boolean;
  /** The part of the image that is resized. Default: all of it. */
  readonly box?: ImageBox;
};

const METHODS = ['bilinear', 'area', 'nearest'] as const;

/**
 * Resizes an image. Pixels are squares: the centre of the first is at 0.5 (`align_corners=False`). The dtype is kept;
 * bytes are rounded after each axis, first the columns and then the rows, and agree with Pillow 12 bit for bit. Alpha is a
 * channel as the others.
 *
 * @param image [height, width, channels]; uint8 or float32, and int32 for `nearest`
 * @param size [height, width] of the result
 * @returns a new image [size[0], size[1], channels]
 * @throws ShapeError when the image is not [height, width, channels] with at least one pixel
 * @throws ArgumentError when `size` is not two integers of at least 1, or `box` is not within the image
 * @throws DtypeError when an int32 image is not resized by `nearest`
 * @example
 * const image = hostArray(Uint8Array.of(0, 100), [1, 2, 1]);
 * console.log(resize(image, [1, 4]).data); // 0, 25, 75, 100
 * @see https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c
 */
export function resize<D extends HostDtype>(
  image: HostArray<D>,
  size: readonly [height: number, width: number],
  options: ResizeOptions = {},
): HostArray<D> {
  const resolved = resolveOptions('resize', options, { method: 'bilinear', antialias: true, box: undefined });
  const { method, antialias } = resolved;
  checkChoice('resize', 'method', method, METHODS);
  const source = image as HostArray; // of one of the dtypes
  const { height, width, channels } = sizesOf(source);
  const box = checkBox(resolved.box ?? { top: 0, left: 0, height, width }, { height, width });
  checkSize(size);
  const [newHeight, newWidth] = size;
  const rows: Axis = { size: height, start: box.top, length: box.height, count: newHeight };
  const columns: Axis = { size: width, start: box.left, length: box.width, count: newWidth };
  const shape = [newHeight, newWidth, channels];
  const { data } = source;
  // Each method keeps the kind of array that it was given.
  const like = (values: NumericArray): HostArray<D> => hostArray(values, shape) as HostArray<D>;
  if (method === 'nearest') return like(nearest(data, { rows, columns, channels }));
  if (data instanceof Int32Array) {
    throw new DtypeError({
      where: 'resize',
      argument: 'image',
      expected: `be uint8 or float32 for ${method}`,
      received: 'int32',
      advice: "Integers such as classes have no values in between: use method 'nearest'",
    });
  }
  const taps = (axis: Axis): Taps => (method === 'area' ? areaTaps(axis) : triangleTaps(axis, antialias));
  const along = (values: Float32Array | Uint8Array, layout: Layout, axis: Axis): Float32Array | Uint8Array => {
    // As it is: no weight but 1.
    if (axis.start === 0 && axis.length === axis.size && axis.count === axis.size) return values;
    return values instanceof Uint8Array
      ? resampleBytes(values, layout, taps(axis))
      : resample(values, layout, taps(axis));
  };
  const wide = along(data, { outer: height, size: width, inner: channels }, columns);
  const result = along(wide, { outer: 1, size: height, inner: newWidth * channels }, rows);
  // A copy where neither had anything to do.
  return like(result === data ? result.slice() : result);
}

function nearest<Data extends NumericArray>(
  data: Data,
  { rows, columns, channels }: { readonly rows: Axis; readonly columns: Axis; readonly channels: number },
): Data {
  const result = new (data.constructor as new (length: number) => Data)(rows.count * columns.count * channels);
  const source = ({ start, length, count }: Axis, i: number): number =>
    start + Math.floor(((i + 0.5) * length) / count);
  const lefts = Int32Array.from({ length: columns.count }, (_, x) => source(columns, x) * channels);
  let at = 0;
  for (let y = 0; y < rows.count; y++) {
    const line = source(rows, y) * columns.size * channels;
    for (const left of lefts) for (let c = 0; c < channels; c++) result[at++] = data[line + left + c]!;
  }
  return result;
}

function sizesOf({ data, shape }: HostArray): { height: number; width: number; channels: number } {
  const [height = 0, width = 0, channels = 0] = shape;
  if (shape.length !== 3 || data.length === 0 || data.length !== height * width * channels) {
    throw new ShapeError({
      where: 'resize',
      argument: 'image',
      expected: 'have shape [height, width, channels] and at least one pixel',
      received: `[${shape.join(', ')}]`,
    });
  }
  return { height, width, channels };
}

function checkSize(size: readonly number[]): void {
  if (size.length === 2 && size.every((count) => Number.isSafeInteger(count) && count >= 1)) return;
  const received = `[${size.join(', ')}]`;
  throw new ArgumentError({ where: 'resize', argument: 'size', expected: 'be two integers of at least 1', received });
}

function checkBox(box: ImageBox, { height, width }: { readonly height: number; readonly width: number }): ImageBox {
  const within = (start: number, length: number, size: number): boolean =>
    Number.isInteger(start) && Number.isInteger(length) && start >= 0 && length >= 1 && start + length <= size;
  if (within(box.top, box.height, height) && within(box.left, box.width, width)) return box;
  throw new ArgumentError({
    where: 'resize',
    argument: 'box',
    expected: `be a part of the image of ${height} × ${width} pixels, in integers`,
    received: `top ${box.top}, left ${box.left}, height ${box.height}, width ${box.width}`,
  });
}
