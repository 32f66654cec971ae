import { checkInteger, checkNumber, describeValue } from '@neurite/core/checks';
import type { ArgumentError } from '@neurite/core/errors';
import type { Chart, ChartOptions } from './chart.js';
import { checkShape, invalid, type Numbers, SMALLEST } from './internal/check.js';
import { formatCount } from './internal/format.js';
import { frame } from './internal/frame.js';
import type { Pixels } from './internal/pixels.js';
import { columnsFor, tileGrid } from './internal/tiles.js';

/** An image and its caption. */
export type GridImage = {
  /** Row by row, channels last: bytes from 0 to 255 in a Uint8Array, else numbers from 0 (black) to 1. NaN is a hole. */
  readonly pixels: Numbers;
  /** [height, width], [height, width, 1] or [height, width, 3]. */
  readonly shape: readonly number[];
  /** Below the image; each element is a line. */
  readonly caption?: string | readonly string[];
};

export type ImageGridOptions = ChartOptions & {
  /** The number of columns: an integer of at least 1. Default: the number that makes images about 72 pixels wide. */
  readonly columns?: number;
  /** The text alternative. Default: the number of images and their captions. */
  readonly description?: string;
};

/**
 * Images with captions in a grid, e.g. the worst mistakes of a model.
 *
 * They are embedded as PNGs, so a content security policy must allow `img-src data:`.
 *
 * @param images at least one
 * @throws ArgumentError for no images, pixels out of range, and options out of range
 * @throws ShapeError when pixels do not fill their shape
 * @example
 * const chart = imageGrid([{ pixels: Float32Array.of(0, 1, 1, 0), shape: [2, 2], caption: ['is 1', 'taken for 7'] }]);
 */
export function imageGrid(
  images: readonly GridImage[],
  { title = 'Images', width = 400, columns, description }: ImageGridOptions = {},
): Chart {
  const where = 'imageGrid';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  if (!Array.isArray(images) || images.length === 0) {
    throw invalid(where, 'images', { expected: 'have at least 1 image', received: describeValue(images) });
  }
  if (columns !== undefined) checkInteger(where, 'columns', columns, { min: 1 });
  const tiles = images.map((item, i) => ({ pixels: pixelsOf(item, i), caption: linesOf(item) }));
  const grid = tileGrid(tiles, { width, columns: columns ?? columnsFor(width, 72), most: 120 });
  return frame({ title, description: description ?? describe(images), width, height: grid.height, draw: grid.draw });
}

function linesOf({ caption = [] }: GridImage): readonly string[] {
  return typeof caption === 'string' ? [caption] : caption;
}

function describe(images: readonly GridImage[]): string {
  const captions = images.map((item) => linesOf(item).join(', ')).filter((caption) => caption !== '');
  const count = formatCount(images.length, 'image');
  return captions.length === 0 ? `${count}.` : `${count}: ${captions.join('; ')}.`;
}

function pixelsOf({ pixels, shape }: GridImage, i: number): Pixels {
  const where = 'imageGrid';
  const argument = `images[${i}].pixels`;
  checkShape(where, { argument, length: pixels.length }, shape, shape.length === 2 ? axes.slice(0, 2) : axes);
  const channels = shape[2] ?? 1;
  if (channels !== 1 && channels !== 3) {
    throw invalid(where, 'shape', { expected: 'have 1 or 3 channels', received: describeValue(shape) });
  }
  const largest = pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray ? 255 : 1;
  const count = pixels.length / channels;
  const withAlpha = Array.prototype.some.call(pixels, Number.isNaN);
  const stride = channels + (withAlpha ? 1 : 0);
  const bytes = new Uint8Array(count * stride);
  for (let pixel = 0; pixel < count; pixel++) {
    let hole = false;
    for (let channel = 0; channel < channels; channel++) {
      const value = pixels[pixel * channels + channel]!;
      if (value < 0 || value > largest) throw outOfRange(argument, value, pixel * channels + channel);
      hole ||= Number.isNaN(value);
      bytes[pixel * stride + channel] = Math.round((value / largest) * 255);
    }
    if (withAlpha) bytes[pixel * stride + channels] = hole ? 0 : 255;
  }
  return { height: shape[0]!, width: shape[1]!, channels: stride as Pixels['channels'], bytes }; // 1 or 3, and alpha
}

const axes = ['height', 'width', 'channels'] as const;

function outOfRange(argument: string, value: number, i: number): ArgumentError {
  return invalid('imageGrid', argument, {
    expected: 'have numbers from 0 to 1',
    received: `${value} at ${i}`,
    advice: 'Divide bytes by 255, or pass them as a Uint8Array',
  });
}
