import { type HostArray, hostArray } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { isPixelView, type PixelOrder, reorderedView, viewOfRgba, writePixels } from '../src/pixel-view.js';

/** Each pixel has bytes of its own: its index, the index and its place in two others. */
function rgbaOf(height: number, width: number, offset = 0): Uint8Array {
  const bytes = new Uint8Array(offset + 4 * height * width).subarray(offset);
  for (let i = 0; i < height * width; i++) bytes.set([i, i >> 8, 3 * i, 255], 4 * i);
  return bytes;
}

/** The same with an array of the image's bytes. */
function reordered({ data, shape }: HostArray<'uint8'>, order: PixelOrder): HostArray<'uint8'> {
  const { height, width, origin, column, row } = order;
  const bytes: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (origin + y * row + x * column) * shape[2]!;
      bytes.push(...data.subarray(from, from + 3));
    }
  }
  return hostArray(Uint8Array.from(bytes), [height, width, 3]);
}

const orders: { readonly [name: string]: (height: number, width: number) => PixelOrder } = {
  cropped: (height, width) => ({ height: height - 1, width: width - 1, origin: width + 1, column: 1, row: width }),
  mirrored: (height, width) => ({ height, width, origin: width - 1, column: -1, row: width }),
  'upside down': (height, width) => ({ height, width, origin: (height - 1) * width, column: 1, row: -width }),
  transposed: (height, width) => ({ height: width, width: height, origin: 0, column: width, row: 1 }),
  'turned to the left': (height, width) => ({
    height: width,
    width: height,
    origin: width - 1,
    column: width,
    row: -1,
  }),
};
const names = Object.keys(orders);

describe('an image whose bytes have not been asked for', () => {
  it('is that of its decoded pixels, in three bytes', () => {
    for (const [height, width, offset] of [
      [3, 4, 0],
      [3, 5, 0],
      [1, 1, 1],
      [300, 8, 3],
    ] as const) {
      const view = viewOfRgba(rgbaOf(height, width, offset), { height, width });
      expect(isPixelView(view)).toBe(true);
      const expected = Uint8Array.from(
        { length: height * width * 3 },
        (_, i) => rgbaOf(height, width)[i + Math.floor(i / 3)]!,
      );
      expect(view).toEqual(hostArray(expected, [height, width, 3]));
      expect(isPixelView(view)).toBe(false);
    }
  });

  it.each(names.flatMap((first) => names.map((second) => [first, second] as const)))('%s and %s', (first, second) => {
    for (const [height, width] of [
      [12, 16],
      [11, 13],
    ] as const) {
      let view = viewOfRgba(rgbaOf(height, width), { height, width });
      let plain = hostArray(viewOfRgba(rgbaOf(height, width), { height, width }).data, [height, width, 3]);
      for (const name of [first, second]) {
        const [rows, columns] = view.shape as [number, number];
        const order = orders[name]!(rows, columns);
        view = reorderedView(view, order)!;
        plain = reordered(plain, order);
      }
      const bytes = new Uint8Array(plain.data.length + 4);
      expect(writePixels(view, bytes.subarray(4))).toBe(true);
      expect(bytes.subarray(4)).toEqual(plain.data);
      expect(view).toEqual(plain);
    }
  });

  it('is as any other image once they have been', () => {
    const view = viewOfRgba(rgbaOf(2, 2), { height: 2, width: 2 });
    view.data[0] = 99;
    expect(view.data[0]).toBe(99);
    expect(writePixels(view, new Uint8Array(12))).toBe(false);
    expect(reorderedView(view, orders.mirrored!(2, 2))).toBeUndefined();
  });

  it('is sent to a worker with its bytes', () => {
    const view = viewOfRgba(rgbaOf(2, 3), { height: 2, width: 3 });
    expect(structuredClone(view)).toEqual(viewOfRgba(rgbaOf(2, 3), { height: 2, width: 3 }));
  });

  it('keeps no large image in memory for a small part', () => {
    const view = viewOfRgba(rgbaOf(10, 10), { height: 10, width: 10 });
    const part = (height: number): HostArray<'uint8'> =>
      reorderedView(view, { height, width: 10, origin: 0, column: 1, row: 10 })!;
    expect(isPixelView(part(5))).toBe(true);
    expect(isPixelView(part(4))).toBe(false);
    expect(part(4)).toEqual(
      hostArray(viewOfRgba(rgbaOf(10, 10), { height: 10, width: 10 }).data.slice(0, 120), [4, 10, 3]),
    );
  });
});
