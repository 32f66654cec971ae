import { fileURLToPath } from 'node:url';
import { describeInPage } from '@neurite/browser-testing';
import { ArgumentError, BackendError, FormatError, type HostArray } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import jpegs from '../../../fixtures/images/jpeg.json' with { type: 'json' };
import pngs from '../../../fixtures/images/png.json' with { type: 'json' };
import { decodeImage } from '../src/decode-image.js';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const plainPngs = pngs.cases.filter(({ file }) => {
  const [depth, type] = [bytesOf(file)[24]!, bytesOf(file)[25]!];
  return depth === 8 && (type === 2 || type === 6);
});

/** How far two images are apart in the mean; their sizes must agree. */
function distance(a: HostArray, b: HostArray): number {
  expect(a.shape.slice(0, 2)).toEqual(b.shape.slice(0, 2));
  const channels = Math.min(a.shape[2]!, b.shape[2]!);
  let sum = 0;
  const pixels = a.data.length / a.shape[2]!;
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < channels; c++) sum += Math.abs(a.data[i * a.shape[2]! + c]! - b.data[i * b.shape[2]! + c]!);
  }
  return sum / (pixels * channels);
}

describe('decodeImage by sharp', () => {
  it.each(plainPngs)('has the pixels of $name', async ({ file, shape, pixels }) => {
    const image = await decodeImage(bytesOf(file), { decoder: 'sharp' });
    expect(image.shape).toEqual(shape);
    expect([...image.data]).toEqual(pixels);
  });

  it.each(jpegs.cases)('is near to the pixels of $name, upright', async ({ name, file }) => {
    const image = await decodeImage(bytesOf(file), { decoder: 'sharp' });
    // It mixes inks by a colour profile.
    expect(distance(image, await decodeImage(bytesOf(file)))).toBeLessThan(name === 'cmyk' ? 20 : 6);
  });

  it('names what is no image, and refuses other decoders', async () => {
    const error = await decodeImage(Uint8Array.of(1, 2), { decoder: 'sharp', name: 'a.png' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toMatch(/^FormatError: a\.png: sharp cannot decode the image: /);
    await expectError(
      () => decodeImage(Uint8Array.of(1), { decoder: 'gd' as 'own' }) as Promise<unknown>,
      ArgumentError,
      "decodeImage: `decoder` must be 'own', 'sharp' or 'platform'; received 'gd'.",
    );
    await expectError(
      () => decodeImage(Uint8Array.of(1), { decoder: 'platform' }) as Promise<unknown>,
      BackendError,
      "decodeImage: the platform has no decoder here. Leave { decoder: 'platform' } out, except in pages and their workers.",
    );
  });
});

const page = fileURLToPath(new URL('./support/page.ts', import.meta.url));

describeInPage('decodeImage by the platform', { entryPoints: [page], ready: 'neurite', wasm: '.' }, (open) => {
  it('has the pixels of PNG and JPEG files, upright', async (context) => {
    const browser = await open(context);
    const files = [...plainPngs, ...jpegs.cases.filter(({ name }) => name !== 'cmyk')].map(({ file }) => file);
    const images = await browser.evaluate(
      (all) =>
        Promise.all(
          all.map(async (text) => {
            const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
            const { shape, data } = await neurite.decodeImage(bytes, { decoder: 'platform' });
            return { shape, data: [...data] };
          }),
        ),
      files,
    );
    for (const [i, { shape, data }] of images.entries()) {
      const own = await decodeImage(bytesOf(files[i]!));
      const image = { dtype: 'uint8', shape, data: Uint8Array.from(data) } as const;
      // Pixels that are transparent may have lost their colour.
      if (own.shape[2] !== 4) expect(distance(image, own)).toBeLessThan(i < plainPngs.length ? 0.001 : 6);
    }
    const failure = await browser.evaluate(() =>
      neurite.decodeImage(Uint8Array.of(1, 2), { decoder: 'platform' }).then(String, String),
    );
    expect(failure).toBe('FormatError: decodeImage: the platform cannot decode the image.');
  });
});
