import type { ArgumentError } from '@neurite/core/errors';
import type { Chart, ChartOptions } from './chart.js';
import { checkColumns, checkShape, checkSize, invalid, type Numbers, show } from './internal/check.js';
import { formatCount } from './internal/format.js';
import { frame } from './internal/frame.js';
import type { Pixels } from './internal/pixels.js';
import { columnsFor, tileGrid } from './internal/tiles.js';

/** A picture of a data set and what is said about it. */
export type Picture = {
  /** Row by row, channels last: bytes from 0 to 255 in a Uint8Array, else numbers from 0 (black) to 1. NaN is a hole. */
  readonly pixels: Numbers;
  /** [height, width], [height, width, 1] or [height, width, 3]. */
  readonly shape: readonly number[];
  /** Below it; each element is a line. */
  readonly caption?: string | readonly string[];
};

export type PicturesOptions = ChartOptions & {
  /** How many side by side: a whole number of at least 1. Default: as many as are about 72 pixels wide. */
  readonly columns?: number;
  /** What the pictures show, in words, for those who do not see them. Default: their number and captions. */
  readonly description?: string;
};

/**
 * Pictures with captions in a grid, e.g. the worst mistakes of a model.
 *
 * They are PNGs within the drawing, so a content security policy must allow `img-src data:`.
 *
 * @param items at least one
 * @throws ArgumentError for no pictures, pixels out of their range, and options out of theirs
 * @throws ShapeError when pixels do not fill their shape
 * @example
 * const chart = pictures([{ pixels: Float32Array.of(0, 1, 1, 0), shape: [2, 2], caption: ['is 1', 'taken for 7'] }]);
 */
export function pictures(
  items: readonly Picture[],
  { title = 'Pictures', width = 400, columns, description }: PicturesOptions = {},
): Chart {
  const where = 'pictures';
  checkSize(where, 'width', width);
  if (!Array.isArray(items) || items.length === 0) {
    throw invalid(where, 'items', { expected: 'have at least 1 picture', received: show(items) });
  }
  checkColumns(where, columns);
  const tiles = items.map((item, i) => ({ pixels: pixelsOf(item, i), caption: linesOf(item) }));
  const grid = tileGrid(tiles, { width, columns: columns ?? columnsFor(width, 72), most: 120 });
  return frame({ title, description: description ?? describe(items), width, height: grid.height, draw: grid.draw });
}

function linesOf({ caption = [] }: Picture): readonly string[] {
  return typeof caption === 'string' ? [caption] : caption;
}

function describe(items: readonly Picture[]): string {
  const captions = items.map((item) => linesOf(item).join(', ')).filter((caption) => caption !== '');
  const count = formatCount(items.length, 'picture');
  return captions.length === 0 ? `${count}.` : `${count}: ${captions.join('; ')}.`;
}

function pixelsOf({ pixels, shape }: Picture, i: number): Pixels {
  const where = 'pictures';
  const argument = `items[${i}].pixels`;
  checkShape(where, { argument, length: pixels.length }, shape, shape.length === 2 ? axes.slice(0, 2) : axes);
  const channels = shape[2] ?? 1;
  if (channels !== 1 && channels !== 3) {
    throw invalid(where, 'shape', { expected: 'have 1 or 3 channels', received: show(shape) });
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
  return invalid('pictures', argument, {
    expected: 'have numbers from 0 to 1',
    received: `${value} at ${i}`,
    advice: 'Divide bytes by 255, or pass them as a Uint8Array',
  });
}
