import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostArray, RandomStream } from '@neurite/core';
import { encodeJpeg } from '@neurite/images/jpeg';
import { encodePng } from '@neurite/images/png';
import { lyingJpeg } from '@neurite/testing/lying-jpeg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadPhotographs } from '../src/data/photographs.js';
import { oneHot } from '../src/data/pixels.js';
import { mixBatch } from '../src/learn/mix-batch.js';
import { cmykPhotograph, photograph, writePets } from './support/photographs.js';

const root = mkdtempSync(join(tmpdir(), 'pets-data-'));
const clean = join(root, 'clean');
const folder = join(root, 'pets');
const load = (options = {}) =>
  loadPhotographs({ data: folder, faults: 'skip', size: 32, seed: 7, quick: false, ...options });

beforeAll(() => writePets(clean, 20, 16));
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(clean, folder, { recursive: true });
});

describe('a folder of class folders', () => {
  it('is divided by classes, always in the same way for one seed', async () => {
    const { classes, train, validation, test, faults } = await load();
    expect([classes, faults]).toEqual([['cat', 'dog'], []]);
    expect([train, validation, test].map(({ y }) => [...y.data].filter((label) => label === 0).length)).toEqual([
      15, 1, 4,
    ]);
    expect(train.x.shape).toEqual([30, 32, 32, 3]);
    expect(new Set([...train.files, ...validation.files, ...test.files]).size).toBe(40);
    for (const [row, file] of test.files.entries()) {
      expect(file).toContain(`/${classes[test.y.data[row]!]}/`);
    }
    expect((await load()).test.files).toEqual(test.files);
    expect((await load({ seed: 8 })).test.files).not.toEqual(test.files);
  });

  it('of two parts is tested on the one that is meant for it', async () => {
    const both = join(root, 'both');
    for (const part of ['train', 'test']) cpSync(clean, join(both, part), { recursive: true });
    const { train, validation, test } = await load({ data: both });
    expect([train, validation, test].map(({ files }) => files.length)).toEqual([38, 2, 40]);
    expect(test.files.every((file) => file.startsWith(join(both, 'test')))).toBe(true);
  });
});

describe('what is the matter with files', () => {
  const put = (name: string, bytes: Uint8Array | string) => writeFileSync(join(folder, name), bytes);
  beforeEach(() => {
    mkdirSync(join(folder, 'owl'));
    put('cat/broken.jpg', Buffer.from('no photograph'));
    put('cat/notes.txt', 'x');
    put('dog/tiny.png', encodePng(hostArray(new Uint8Array(12), [2, 2, 3])));
    put('dog/wrong.jpg', encodePng(photograph('dog', 100, 16)));
    put('dog/inks.jpg', cmykPhotograph());
  });

  it('is told by name, and the others are used', async () => {
    const { classes, train, validation, test, faults } = await load();
    expect(classes).toEqual(['cat', 'dog']);
    expect(faults).toEqual([
      { name: 'owl', problem: `the class has no image in ${folder}`, used: false },
      {
        name: join(folder, 'cat/broken.jpg'),
        problem: 'the file is neither a PNG nor a JPEG image',
        used: false,
      },
      {
        name: join(folder, 'dog/tiny.png'),
        problem: 'the image has 2 × 2 pixels, and must have at least 8 on each side',
        used: false,
      },
      { name: join(folder, 'cat/notes.txt'), problem: 'the name does not end in .jpg, .jpeg or .png', used: false },
      { name: join(folder, 'dog/wrong.jpg'), problem: 'it is a PNG image by its bytes', used: true },
    ]);
    const used = [train, validation, test].flatMap(({ files }) => files);
    expect(used).toHaveLength(42);
    expect(used).toContain(join(folder, 'dog/inks.jpg'));
  });

  it('is refused by name where that is asked for', async () => {
    await expect(load({ faults: 'refuse' })).rejects.toThrow(
      `${folder}: 5 files or folders are not as they should be: owl (the class has no image in ${folder}), ${join(folder, 'cat/broken.jpg')} (the file is neither`,
    );
    await expect(load({ faults: 'refuse' })).rejects.toThrow('leave them out with --faults skip.');
  });

  it('may leave one class, or too few of one', async () => {
    rmSync(join(folder, 'dog'), { recursive: true });
    await expect(load()).rejects.toThrow(`${folder}: there is one class with images, cat.`);
    put('owl/1.png', encodePng(photograph('dog', 1, 16)));
    await expect(load()).rejects.toThrow(
      `${folder}: there are too few photographs of owl: none is left for the validation part. Give at least 20 of each class.`,
    );
  });
});

it('photographs are turned upright', async () => {
  const image = photograph('cat', 1, 16);
  writeFileSync(join(folder, 'cat/0.jpg'), lyingJpeg(await encodeJpeg(image)));
  const { train, validation, test } = await load({ size: 16 });
  const parts = [train, validation, test];
  const part = parts.find(({ files }) => files.includes(join(folder, 'cat/0.jpg')))!;
  const at = part.files.indexOf(join(folder, 'cat/0.jpg')) * 768;
  const redOf = (x: number, y: number) => part.x.data[at + (y * 16 + x) * 3]!;
  // What is red above is red to the right after a quarter turn.
  expect(redOf(12, 8) - redOf(3, 8)).toBeGreaterThan(60);
  expect(Math.abs(redOf(12, 12) - redOf(12, 3))).toBeLessThan(100);
});

it('classes become probabilities', () => {
  expect([...oneHot(hostArray(Int32Array.of(1, 0)), 2).data]).toEqual([0, 1, 1, 0]);
});

it('photographs of a batch are mixed, and their labels by the same share', () => {
  const x = hostArray(Uint8Array.of(0, 0, 0, 255, 255, 255), [2, 1, 1, 3]);
  const random = RandomStream.fromSeed(3);
  let mixed = 0;
  for (let i = 0; i < 20; i++) {
    const batch = mixBatch({ x, y: hostArray(Int32Array.of(0, 1)) }, random, { classes: 2, alpha: 1 });
    for (const row of [0, 1]) {
      // The share of the white one, in the pixels and in the label.
      const white = (batch.x.data[3 * row]! * 0.229 + 0.485) * 255;
      expect(Math.abs(white - 255 * batch.y.data[2 * row + 1]!)).toBeLessThan(0.6);
      expect(batch.y.data[2 * row]! + batch.y.data[2 * row + 1]!).toBeCloseTo(1, 6);
      if (white > 1 && white < 254) mixed++;
    }
  }
  expect(mixed).toBeGreaterThan(10);
});
