import { readFileSync } from 'node:fs';
import { ArgumentError, FormatError } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { int32, memory, node, tensor3d } from './support/package.js';

type Result = {
  readonly channels: number;
  readonly dctMethod?: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly pixels: string;
};
type Encoded = { readonly shape: [number, number, number]; readonly pixels: string; readonly file: string };

const { cases, encoded } = JSON.parse(
  readFileSync(new URL('../../../fixtures/tfjs-node/images.json', import.meta.url), 'utf8'),
) as {
  readonly cases: readonly { readonly name: string; readonly file: string; readonly results: readonly Result[] }[];
  readonly encoded: Encoded;
};

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const fileOf = (name: string): Uint8Array => bytesOf(cases.find((one) => one.name === name)!.file);

/** The largest and the mean difference. */
function differences(image: Tensor, pixels: Uint8Array): { readonly most: number; readonly mean: number } {
  const values = image.dataSync();
  const all = Array.from(pixels, (value, i) => Math.abs(value - values[i]!));
  return { most: Math.max(...all), mean: all.reduce((sum, one) => sum + one, 0) / all.length };
}

/** Of TensorFlow's faster transform, and of the decoder of CMYK. */
const TOLERANCES: Readonly<Record<string, number>> = { '': 7, 'jpeg cmyk': 3 };

describe('images', () => {
  it.each(cases)('are decoded as by tfjs-node: $name', ({ name, file, results }) => {
    for (const { channels, dctMethod, shape, dtype, pixels } of results) {
      const image =
        dctMethod === undefined
          ? node.decodeImage(bytesOf(file), channels)
          : node.decodeJpeg(bytesOf(file), channels, 1, true, false, 1, dctMethod);
      expect(image).toMatchObject({ shape, dtype });
      const { most } = differences(image, bytesOf(pixels));
      expect(most, `${channels} channels`).toBeLessThanOrEqual(
        TOLERANCES[name] ?? TOLERANCES[dctMethod ?? 'none'] ?? 0,
      );
    }
  });

  it('are told apart by their first bytes, also by the function of the format', () => {
    for (const [format, decode] of Object.entries({ png: node.decodePng, bmp: node.decodeBmp })) {
      const file = fileOf(`${format} rgb`);
      expect([...node.decodeImage(file).dataSync()]).toEqual([...decode(file).dataSync()]);
    }
    expect(node.decodeGif(fileOf('gif animated')).shape).toEqual([3, 8, 10, 3]);
    expect(node.decodeImage(fileOf('gif animated'), 0, 'int32', false).shape).toEqual([8, 10, 3]);
  });

  it('leave one tensor each', () => {
    const before = memory().numTensors;
    for (const name of ['png rgb', 'jpeg gray', 'bmp rgb', 'gif animated'])
      node.decodeImage(fileOf(name), 0, 'int32', false);
    expect(memory().numTensors - before).toBe(4);
  });

  it('of PNG are encoded without loss', async () => {
    for (const channels of [1, 2, 3, 4]) {
      const values = Int32Array.from({ length: 20 * channels }, (_, i) => (i * 37) % 256);
      const file = await node.encodePng(tensor3d(values, [4, 5, channels], 'int32'));
      // Two channels, as TensorFlow, are decoded only into as many as the file has.
      expect([...node.decodePng(file).dataSync()]).toEqual([...values]);
    }
  });

  it('of JPEG are encoded as well as by tfjs-node, with its header', async () => {
    const image = int32(bytesOf(encoded.pixels), encoded.shape);
    const file = await node.encodeJpeg(image);
    // Start of image and JFIF: 300 dots per inch.
    expect([...file.subarray(0, 20)]).toEqual([...bytesOf(encoded.file).subarray(0, 20)]);
    const theirs = differences(node.decodeJpeg(bytesOf(encoded.file)), bytesOf(encoded.pixels));
    expect(differences(node.decodeJpeg(file), bytesOf(encoded.pixels)).mean).toBeLessThan(1.1 * theirs.mean);
  });

  it('of JPEG take an XMP packet, a density and gray', async () => {
    const image = int32(bytesOf(encoded.pixels).slice(0, 26 * 21), [21, 26, 1]);
    const file = await node.encodeJpeg(image, 'grayscale', 90, true, true, false, 'cm', 11, 12, '<x:xmpmeta/>');
    expect([...file.subarray(13, 18)]).toEqual([2, 0, 11, 0, 12]);
    expect(Buffer.from(file).includes('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>')).toBe(true);
    expect(node.decodeJpeg(file).shape).toEqual([21, 26, 1]);
  });

  it('are refused in one sentence', async () => {
    const png = fileOf('png rgb');
    const jpeg = fileOf('jpeg 4:2:0');
    const image = tensor3d([0, 255], [1, 2, 1], 'int32');
    const rows: [() => unknown, string][] = [
      [
        () => node.decodeImage(Uint8Array.of(1, 2, 3, 4)),
        'node.decodeImage: the file is neither a BMP, nor a GIF, JPEG or PNG image.',
      ],
      [() => node.decodePng(png, 2), 'node.decodePng: `channels` must be 0, 1, 3 or 4; received 2.'],
      [() => node.decodeBmp(fileOf('bmp rgb'), 1), 'node.decodeBmp: `channels` must be 0, 3 or 4; received 1.'],
      [() => node.decodePng(png, 3, 'float32'), "node.decodePng: `dtype` must be 'int32'; received 'float32'."],
      [
        () => node.decodeJpeg(jpeg, 0, 2),
        'node.decodeJpeg: `ratio` must be 1, the only value that this package supports; received 2.',
      ],
      [() => node.decodeBmp(png), 'node.decodeBmp: the file is not a BMP image.'],
      [() => node.decodeGif(png), 'node.decodeGif: the file is not a GIF image.'],
    ];
    for (const [call, sentence] of rows) expect(call).toThrow(sentence);
    await expect(node.encodeJpeg(image, 'rgb')).rejects.toThrow(ArgumentError);
    await expect(node.encodePng(image, 10)).rejects.toThrow('`compression` must be');
  });

  it('are refused where they are cut off, at whatever byte', () => {
    for (const name of ['png palette', 'jpeg 4:2:0', 'bmp rgb', 'gif animated', 'gif with a full table']) {
      const file = fileOf(name);
      for (let length = 9; length < file.length - 8; length += Math.ceil(file.length / 40)) {
        expect(() => node.decodeImage(file.subarray(0, length)), `${name}, ${length} bytes`).toThrow(FormatError);
      }
    }
  });
});
