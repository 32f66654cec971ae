import { checkInteger, DtypeError, type HostArray, resolveOptions, ShapeError } from '@neurite/core';
import { zlibSync } from 'fflate';
import { SIGNATURE } from '../internal/png/chunks.js';
import { crc32 } from '../internal/png/crc32.js';
import { FILTERS, filterTo } from '../internal/png/filters.js';

export type EncodePngOptions = {
  /** How much time to spend on a small file: 0 (none) to 9. Default: 6. */
  readonly level?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
};

const COLOR_TYPES: Readonly<Record<number, number>> = { 1: 0, 2: 4, 3: 2, 4: 6 };

/**
 * Encodes an image as PNG with 8 bits per sample, without loss.
 *
 * @param image uint8 [height, width, channels]; 1 channel is grey, 2 are grey and alpha, 3 RGB, 4 RGBA
 * @returns the file
 * @throws DtypeError when the image is not uint8
 * @throws ShapeError when it is not [height, width, channels] with 1 to 4 channels and at least one pixel
 * @throws ArgumentError when `level` is not an integer of 0 to 9
 * @example
 * const file = encodePng(hostArray(Uint8Array.of(255, 0, 0, 0, 0, 255), [1, 2, 3]));
 * @see https://www.w3.org/TR/png-3/
 */
export function encodePng(
  { data, shape }: HostArray<'uint8'>,
  options: EncodePngOptions = {},
): Uint8Array<ArrayBuffer> {
  const { level } = resolveOptions('encodePng', options, { level: 6 });
  if (!(data instanceof Uint8Array)) {
    const received = (data as HostArray['data']).constructor.name;
    throw new DtypeError({ where: 'encodePng', argument: 'image', expected: 'be uint8', received });
  }
  const [height = 0, width = 0, channels = 0] = shape;
  const colorType = COLOR_TYPES[channels];
  if (
    shape.length !== 3 ||
    height * width === 0 ||
    colorType === undefined ||
    data.length !== height * width * channels
  ) {
    throw new ShapeError({
      where: 'encodePng',
      argument: 'image',
      expected: 'have shape [height, width, channels] with 1 to 4 channels',
      received: `[${shape.join(', ')}]`,
    });
  }
  checkInteger('encodePng', 'level', level, { min: 0, max: 9 });
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, colorType], 8);
  const file = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(filterLines(data, width * channels, channels), { level })),
    chunk('IEND', new Uint8Array()),
  ];
  const result = new Uint8Array(file.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of file) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** For each line the filter whose differences, as signed bytes, have the smallest sum of magnitudes. */
function filterLines(data: Uint8Array, lineBytes: number, step: number): Uint8Array {
  const height = data.length / lineBytes;
  const filtered = new Uint8Array(height * (lineBytes + 1));
  const candidate = new Uint8Array(lineBytes);
  let above = new Uint8Array(lineBytes);
  for (let y = 0; y < height; y++) {
    const line = data.slice(y * lineBytes, (y + 1) * lineBytes);
    let smallest = Number.POSITIVE_INFINITY;
    for (let filter = 0; filter < FILTERS; filter++) {
      filterTo(candidate, filter, { line, above, step });
      let sum = 0;
      for (let i = 0; i < lineBytes; i++) sum += candidate[i]! < 128 ? candidate[i]! : 256 - candidate[i]!;
      if (sum >= smallest) continue;
      smallest = sum;
      filtered[y * (lineBytes + 1)] = filter;
      filtered.set(candidate, y * (lineBytes + 1) + 1);
    }
    above = line;
  }
  return filtered;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(data.length + 12);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) whole[4 + i] = name.charCodeAt(i);
  whole.set(data, 8);
  view.setUint32(data.length + 8, crc32(whole.subarray(4, data.length + 8)));
  return whole;
}
