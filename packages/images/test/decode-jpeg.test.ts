import { readFileSync } from 'node:fs';
import { FormatError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../src/decode-image.js';
import { orient } from '../src/internal/orient.js';
import { decodeJpeg, decodeJpegSync, encodeJpeg } from '../src/jpeg.js';

type Case = {
  readonly name: string;
  readonly orientation: number;
  readonly shape: readonly [number, number, number];
  readonly file: string;
  readonly pixels: string;
};

const { cases } = JSON.parse(readFileSync(new URL('../../../fixtures/images/jpeg.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const fileOf = (name: string): Uint8Array => bytesOf(cases.find((one) => one.name === name)!.file);

describe('decodeJpeg', () => {
  it.each(cases)('reads the pixels that PIL reads: $name', async ({ name, shape, file, pixels }) => {
    const image = await decodeJpeg(bytesOf(file));
    expect(image.shape).toEqual(shape);
    const expected = bytesOf(pixels);
    // The decoder of CMYK rounds its transform in another way.
    const most = name === 'cmyk' ? 4 : 0;
    const worst = image.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - expected[i]!)), 0);
    expect(worst).toBeLessThanOrEqual(most);
  });

  it('turns images upright, the same one out of each orientation', async () => {
    // Where the first row and the first column of the file belong, from the EXIF standard.
    const turned = [
      [1, [0, 1, 2, 3, 4, 5]],
      [2, [2, 1, 0, 5, 4, 3]],
      [3, [5, 4, 3, 2, 1, 0]],
      [4, [3, 4, 5, 0, 1, 2]],
      [5, [0, 3, 1, 4, 2, 5]],
      [6, [3, 0, 4, 1, 5, 2]],
      [7, [5, 2, 4, 1, 3, 0]],
      [8, [2, 5, 1, 4, 0, 3]],
    ] as const;
    for (const [orientation, expected] of turned) {
      const image = { dtype: 'uint8', data: Uint8Array.of(0, 1, 2, 3, 4, 5), shape: [2, 3, 1] } as const;
      const upright = orient(image, orientation);
      expect([...upright.data]).toEqual(expected);
      expect(upright.shape).toEqual(orientation > 4 ? [3, 2, 1] : [2, 3, 1]);
      const file = fileOf(`orientation ${orientation}`);
      expect(await decodeJpeg(file)).toEqual(orient(await decodeJpeg(file, { upright: false }), orientation));
    }
  });

  it('refuses files that are cut off, at whatever byte, and works after each', async () => {
    const file = fileOf('rgb 4:2:0');
    for (let length = 0; length < file.length - 1; length += 23) {
      await expect(decodeJpeg(file.subarray(0, length))).rejects.toThrow(FormatError);
    }
    expect((await decodeJpeg(file)).shape).toEqual([13, 18, 3]);
  });

  it('refuses damaged pixels, and says of which file', async () => {
    const file = fileOf('rgb 4:4:4').slice();
    file.fill(0xff, file.length - 40, file.length - 2);
    await expect(decodeJpeg(file, { name: 'a.jpg' })).rejects.toThrow(/^a\.jpg: the JPEG image is damaged/);
    await expect(decodeJpeg(Uint8Array.of(1, 2), { name: 'b.jpg' })).rejects.toMatchObject({
      name: 'FormatError',
      message: 'b.jpg: the file is not a JPEG image. Save the image as JPEG again.',
    });
    await expect(decodeJpeg(fileOf('gray'), { maxPixels: 69 })).rejects.toMatchObject({
      name: 'FormatError',
      message: 'decodeJpeg: the JPEG image must have at most 69 pixels; it has 7 × 10. Save the image as JPEG again.',
    });
  });
});

describe('decodeJpegSync', () => {
  it.each(cases)('gives what decodeJpeg gives: $name', async ({ file }) => {
    expect(decodeJpegSync(bytesOf(file))).toEqual(await decodeJpeg(bytesOf(file)));
  });

  it('works after damaged files', () => {
    const file = fileOf('rgb 4:4:4').slice();
    file.fill(0xff, file.length - 40, file.length - 2);
    expect(() => decodeJpegSync(file, { name: 'a.jpg' })).toThrow(/^a\.jpg: the JPEG image is damaged/);
    expect(() => decodeJpegSync(Uint8Array.of(1, 2))).toThrow('decodeJpegSync: the file is not a JPEG image.');
    expect(decodeJpegSync(fileOf('rgb 4:2:0')).shape).toEqual([13, 18, 3]);
  });
});

describe('encodeJpeg', () => {
  it.each([1, 3] as const)('keeps smooth images of %i channels', async (channels) => {
    const [height, width] = [24, 40];
    const data = Uint8Array.from({ length: height * width * channels }, (_, i) => 128 + 100 * Math.sin(i / 90));
    const image = { dtype: 'uint8', data, shape: [height, width, channels] } as const;
    for (const options of [{ quality: 95 }, { quality: 95, progressive: true, chromaDownsampling: false }]) {
      const decoded = await decodeJpeg(await encodeJpeg(image, options));
      expect(decoded.shape).toEqual(image.shape);
      const sum = decoded.data.reduce((total, value, i) => total + Math.abs(value - data[i]!), 0);
      expect(sum / data.length).toBeLessThan(1.5);
    }
    const small = await encodeJpeg(image, { quality: 10 });
    expect(small.length).toBeLessThan((await encodeJpeg(image)).length);
  });

  it('refuses other images and qualities', async () => {
    const image = (shape: number[]) => ({ dtype: 'uint8', data: new Uint8Array(4), shape }) as const;
    for (const shape of [
      [2, 2],
      [1, 2, 2],
      [0, 2, 1],
      [3, 3, 1],
    ]) {
      await expect(encodeJpeg(image(shape))).rejects.toThrow(
        'encodeJpeg: `image` must have shape [height, width, channels]',
      );
    }
    await expect(encodeJpeg({ dtype: 'uint8', data: new Float32Array(4), shape: [2, 2, 1] } as never)).rejects.toThrow(
      'encodeJpeg: `image` must be uint8; received Float32Array.',
    );
    await expect(encodeJpeg(image([2, 2, 1]), { quality: 101 })).rejects.toThrow('encodeJpeg: `quality` must be');
  });
});

describe('decodeImage', () => {
  it('tells formats apart by their first bytes', async () => {
    expect((await decodeImage(fileOf('gray'))).shape).toEqual([10, 7, 1]);
    await expect(decodeImage(Uint8Array.of(71, 73, 70))).rejects.toMatchObject({
      name: 'FormatError',
      message: 'decodeImage: the file is neither a PNG nor a JPEG image.',
    });
  });
});
