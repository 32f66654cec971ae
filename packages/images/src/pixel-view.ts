import type { Frame, HostArray } from '@neurite/core';

/** Where the pixels of an image are among those that a decoder gave, in pixels of four bytes. */
type Source = {
  readonly rgba: Uint32Array;
  readonly origin: number;
  readonly column: number;
  readonly row: number;
};

/** An order of pixels: which one is first, and how many further each column and each row is. */
export type PixelOrder = Frame & {
  readonly origin: number;
  readonly column: number;
  readonly row: number;
};

/** Images whose bytes have not been asked for. */
const sources = new WeakMap<object, Source>();

/**
 * An image that is made of decoded pixels when its bytes are asked for, or written where they shall be.
 *
 * What is cropped, mirrored and put into a batch is written once and not four times.
 *
 * @param rgba four bytes for each pixel, kept as they are; alpha is left out
 * @returns uint8 [height, width, 3]
 */
export function viewOfRgba(rgba: Uint8Array, frame: Frame): HostArray<'uint8'> {
  const aligned = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, frame.height * frame.width);
  return viewOf({ rgba: words, origin: 0, column: 1, row: frame.width }, frame);
}

/** Whether a value is an image whose bytes have not been asked for. To ask whether it has an array of them makes them. */
export function isPixelView(value: object): value is HostArray<'uint8'> {
  return sources.has(value);
}

/**
 * The image in another order, as an image whose bytes have not been asked for either.
 *
 * @param order in pixels of the image, row after row; strides are one column or one row, to either side
 * @returns undefined where the image has bytes already
 */
export function reorderedView(image: HostArray, order: PixelOrder): HostArray<'uint8'> | undefined {
  const source = sources.get(image);
  if (source === undefined) return undefined;
  const [, oldWidth] = image.shape as [number, number]; // an image
  const step = (stride: number): number =>
    Math.abs(stride) === oldWidth ? Math.sign(stride) * source.row : stride * source.column;
  const origin =
    source.origin + Math.floor(order.origin / oldWidth) * source.row + (order.origin % oldWidth) * source.column;
  const view = viewOf({ rgba: source.rgba, origin, column: step(order.column), row: step(order.row) }, order);
  // A small part of a large photograph must not keep all of it in memory.
  if (2 * order.height * order.width < source.rgba.length) bytesOf(view);
  return view;
}

/**
 * Writes an image whose bytes have not been asked for.
 *
 * @param to as many bytes
 * @returns false where it has them already, and nothing is written
 */
export function writePixels(image: HostArray, to: Uint8Array): boolean {
  const source = sources.get(image);
  if (source === undefined) return false;
  const [height, width] = image.shape as [number, number]; // an image
  writeRgb(source, { height, width }, to);
  return true;
}

function viewOf(source: Source, { height, width }: Frame): HostArray<'uint8'> {
  const view = { dtype: 'uint8', data: undefined, shape: [height, width, 3] } as unknown as HostArray<'uint8'>; // with the next line
  Object.defineProperty(view, 'data', { enumerable: true, configurable: true, get: () => bytesOf(view) });
  sources.set(view, source);
  return view;
}

/** From here on it is an image as any other, whose bytes may be changed. */
function bytesOf(view: HostArray<'uint8'>): Uint8Array {
  const [height, width] = view.shape as [number, number]; // an image
  const value = new Uint8Array(3 * height * width);
  writePixels(view, value);
  sources.delete(view);
  Object.defineProperty(view, 'data', { value, writable: true });
  return value;
}

/**
 * Three bytes of each pixel. Four pixels are three words of 32 bits, which is four times as fast as byte by byte. WebAssembly is
 * little-endian, and so is every machine that has it.
 */
function writeRgb({ rgba, origin, column, row }: Source, { height, width }: Frame, to: Uint8Array): void {
  const isAligned = width % 4 === 0 && to.byteOffset % 4 === 0;
  const words = isAligned ? new Uint32Array(to.buffer, to.byteOffset, (3 * height * width) / 4) : undefined;
  for (let y = 0, at = 0; y < height; y++) {
    let from = origin + y * row;
    if (words !== undefined) {
      for (let x = 0; x < width; x += 4, at += 3) {
        const b = rgba[from + column]!;
        const c = rgba[from + 2 * column]!;
        words[at] = (rgba[from]! & 0xffffff) | (b << 24);
        words[at + 1] = ((b >>> 8) & 0xffff) | (c << 16);
        words[at + 2] = ((c >>> 16) & 0xff) | (rgba[from + 3 * column]! << 8);
        from += 4 * column;
      }
      continue;
    }
    for (let x = 0; x < width; x++, at += 3, from += column) {
      const pixel = rgba[from]!;
      to[at] = pixel;
      to[at + 1] = pixel >>> 8;
      to[at + 2] = pixel >>> 16;
    }
  }
}
