import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, FormatError, hostArray } from '@neurite/core';
import { encodePng } from '@neurite/images';
import { expectError } from '@neurite/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImageSample, imageFolder } from '../src/image-folder.js';

const pets = new URL('../../../../shared/data/pets/', import.meta.url);
const { cases } = JSON.parse(readFileSync(new URL('../../../fixtures/images/jpeg.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly { readonly name: string; readonly file: string }[];
};
const jpeg = Buffer.from(cases[0]!.file, 'base64');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'images-'));
  for (const name of ['b', 'a/deep']) await mkdir(join(folder, name), { recursive: true });
  const png = (channels: number, ...data: number[]): Uint8Array =>
    encodePng(hostArray(Uint8Array.from(data), [1, data.length / channels, channels]));
  await writeFile(join(folder, 'b', '2.PNG'), png(4, 255, 0, 0, 9, 10, 20, 30, 9));
  await writeFile(join(folder, 'b', '10.png'), png(1, 7, 8));
  await writeFile(join(folder, 'b', 'notes.txt'), 'x');
  await writeFile(join(folder, 'b', '.hidden'), 'x');
  await writeFile(join(folder, 'a', 'deep', '1.jpg'), jpeg);
});
afterEach(() => rm(folder, { recursive: true }));

describe('imageFolder', () => {
  it('orders classes and files, and decodes to the channels asked for', async () => {
    const { data, classes, files, skipped, ignored } = await imageFolder(folder);
    expect(classes).toEqual(['a', 'b']);
    expect(files).toEqual(['a/deep/1.jpg', 'b/10.png', 'b/2.PNG'].map((file) => join(folder, file)));
    expect([skipped, ignored]).toEqual([[], [join(folder, 'b', 'notes.txt')]]);
    const [first, gray, color] = await data.toArray();
    expect([first!.x.shape, first!.y.data[0], gray!.y.data[0]]).toEqual([[13, 18, 3], 0, 1]);
    expect([...gray!.x.data]).toEqual([7, 7, 7, 8, 8, 8]);
    expect([...color!.x.data]).toEqual([255, 0, 0, 10, 20, 30]);
    const inGray = await imageFolder(folder, { channels: 1 });
    expect([...(await inGray.data.at(2)).x.data]).toEqual([76, 18]);
  });

  it('resizes to one size, so that batches can be made', async () => {
    const { data } = await imageFolder(folder, { size: [4, 5] });
    const batch = await data.shuffle({ seed: 1 }).batch(3).at(0);
    expect([batch.x.shape, [...batch.y.data].toSorted()]).toEqual([
      [3, 4, 5, 3],
      [0, 1, 1],
    ]);
  });

  it('writes images into a batch that nobody has looked at before, and those that somebody has', async () => {
    for (const name of ['10.png', '2.PNG']) await rm(join(folder, 'b', name));
    for (const name of ['2.jpg', '3.jpg']) await writeFile(join(folder, 'b', name), jpeg);
    const { data } = await imageFolder(folder);
    const look = (sample: ImageSample, i: number): ImageSample => {
      if (i === 1) sample.x.data[0] = 255 - sample.x.data[0]!;
      return sample;
    };
    const { x } = await data.map(look).batch(3).at(0);
    const single = [...(await data.at(0)).x.data];
    expect([x.shape, [...x.data]]).toEqual([
      [3, 13, 18, 3],
      [...single, 255 - single[0]!, ...single.slice(1), ...single],
    ]);
  });

  it('names a corrupt file, or leaves it out', async () => {
    const file = join(folder, 'b', '1.jpg');
    await writeFile(file, jpeg.subarray(0, -20));
    const { data, files } = await imageFolder(folder);
    await expect(data.toArray()).rejects.toThrow(
      `imageFolder (${file}) (element 1 of map): the JPEG image is cut off.`,
    );
    const rest = await imageFolder(folder, { corrupt: 'skip' });
    expect(rest.files).toEqual(files.filter((one) => one !== file));
    expect(rest.skipped).toHaveLength(1);
    expect(rest.skipped[0]!.file).toBe(file);
    expect(await rest.data.toArray()).toHaveLength(3);
  });

  it('refuses folders without classes or images, and wrong sizes', async () => {
    await expectError(
      () => imageFolder(join(folder, 'a', 'deep')),
      FormatError,
      `imageFolder: ${join(folder, 'a', 'deep')} has no folders, one for each class. Put the images of each class into a folder of its name.`,
    );
    await mkdir(join(folder, 'c'));
    await expectError(
      () => imageFolder(folder),
      FormatError,
      `imageFolder: the class c has no .jpg, .jpeg or .png files in ${join(folder, 'c')}.`,
    );
    await expectError(
      () => imageFolder(join(folder, 'd')),
      FormatError,
      `imageFolder: ${join(folder, 'd')} could not be read (ENOENT).`,
    );
    await expectError(
      () => imageFolder(folder, { channels: 4 as never }),
      ArgumentError,
      'imageFolder: `channels` must be 1 or 3; received 4.',
    );
    await expect(imageFolder(folder, { size: [0, 2] })).rejects.toThrow('`size`');
  });

  it.skipIf(!existsSync(pets))('reads photographs (skipped where ../shared/data/pets is absent)', async () => {
    const { data, classes } = await imageFolder(new URL('test', pets).pathname);
    expect([classes, data.size]).toEqual([['cat', 'dog'], 800]);
    const batch = await data.shuffle().batch(32).at(0);
    expect(batch.x.shape).toEqual([32, 96, 96, 3]);
  });
});
