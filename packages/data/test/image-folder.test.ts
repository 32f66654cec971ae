import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, FormatError, hostArray } from '@neurite/core';
import { encodePng } from '@neurite/images';
import { expectError } from '@neurite/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImageSample, imageFolder } from '../src/image-folder.js';
import { imageParts } from '../src/image-parts.js';
import { readImage } from '../src/read-image.js';

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

describe('imageParts', () => {
  it('is one part of classes, or train and test', async () => {
    const whole = await imageParts(folder);
    expect([whole.classes, whole.train.data.size, whole.test]).toEqual([['a', 'b'], 3, undefined]);
    const both = join(folder, 'both');
    for (const part of ['train', 'test']) {
      await cp(join(folder, 'a'), join(both, part, 'a'), { recursive: true });
      await cp(join(folder, 'b'), join(both, part, 'b'), { recursive: true });
    }
    const { classes, train, test } = await imageParts(both, { size: 4 });
    expect([classes, train.data.size, test?.data.size]).toEqual([['a', 'b'], 3, 3]);
    expect((await test!.data.at(0)).x.shape).toEqual([4, 4, 3]);
    await rm(join(both, 'test', 'b'), { recursive: true });
    await expectError(
      () => imageParts(both),
      ArgumentError,
      `${both}: its parts have different classes, a, b and a. Give train and test the same folders.`,
    );
  });

  it('refuses a missing folder, and one class', async () => {
    await expectError(
      () => imageParts(join(folder, 'nowhere')),
      ArgumentError,
      `${join(folder, 'nowhere')}: there is no such folder. Name a folder with a folder of images for each class.`,
    );
    await rm(join(folder, 'b', '2.PNG'));
    await writeFile(join(folder, 'b', '10.png'), 'no image');
    await expectError(
      () => imageParts(folder, { corrupt: 'skip', emptyClasses: 'skip' }),
      ArgumentError,
      `${folder}: there is one class with images, a. A classifier needs two at least, each in a folder of its own.`,
    );
  });
});

describe('readImage', () => {
  it('sees the pixels that imageFolder sees', async () => {
    const { data, files } = await imageFolder(folder, { size: 6 });
    for (const [i, { x }] of (await data.toArray()).entries()) {
      const image = await readImage(files[i]!, { size: 6 });
      expect([image.shape, [...image.data]]).toEqual([[6, 6, 3], [...x.data]]);
    }
  });

  it('names what cannot be read', async () => {
    const file = join(folder, 'b', 'notes.txt');
    await expectError(
      () => readImage(file),
      FormatError,
      `readImage (${file}): the file is neither a PNG nor a JPEG image.`,
    );
    await expect(readImage(join(folder, 'b', '10.png'), { smallest: 2 })).rejects.toThrow('at least 2 on each side.');
    await expect(readImage(file, { channels: 2 as never })).rejects.toThrow('readImage: `channels` must be 1 or 3');
  });
});

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

  it('leaves out what is too small, and says what is named wrong', async () => {
    const small = join(folder, 'b', '10.png');
    const wrong = join(folder, 'b', '3.png');
    await writeFile(wrong, jpeg);
    const { files, skipped, misnamed } = await imageFolder(folder, { corrupt: 'skip', smallest: 2 });
    expect(files).toEqual([join(folder, 'a/deep/1.jpg'), wrong]);
    expect(misnamed).toEqual([{ file: wrong, format: 'JPEG' }]);
    expect(skipped.map(({ file }) => file)).toEqual([small, join(folder, 'b', '2.PNG')]);
    expect(skipped[0]!.problem).toBe(
      `imageFolder (${small}): the image has 1 × 2 pixels, and must have at least 2 on each side.`,
    );
    const { data } = await imageFolder(folder, { smallest: 2 });
    await expect(data.at(1)).rejects.toThrow('must have at least 2 on each side.');
  });

  it('leaves out classes without images, and numbers the others', async () => {
    await mkdir(join(folder, 'aa'));
    await mkdir(join(folder, 'ab'));
    await writeFile(join(folder, 'ab', '1.jpg'), 'no image');
    const { data, classes, emptyClasses } = await imageFolder(folder, { corrupt: 'skip', emptyClasses: 'skip' });
    expect([classes, emptyClasses]).toEqual([
      ['a', 'b'],
      ['aa', 'ab'],
    ]);
    expect((await data.toArray()).map(({ y }) => y.data[0])).toEqual([0, 1, 1]);
    await rm(join(folder, 'aa'), { recursive: true });
    await expect(imageFolder(folder, { corrupt: 'skip' })).rejects.toThrow(
      `the class ab has no image that can be read in ${join(folder, 'ab')}.`,
    );
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
    await expect(imageFolder(folder, { smallest: 0 })).rejects.toThrow('`smallest` must be an integer of at least 1');
    await expect(imageFolder(folder, { emptyClasses: 'keep' as never })).rejects.toThrow('`emptyClasses`');
  });

  it.skipIf(!existsSync(pets))('reads photographs (skipped where ../shared/data/pets is absent)', async () => {
    const { data, classes } = await imageFolder(new URL('test', pets).pathname);
    expect([classes, data.size]).toEqual([['cat', 'dog'], 800]);
    const batch = await data.shuffle().batch(32).at(0);
    expect(batch.x.shape).toEqual([32, 96, 96, 3]);
  });
});
