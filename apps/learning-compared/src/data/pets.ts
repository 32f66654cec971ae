import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError } from '@neurite/core/errors';
import { imageFolder } from '@neurite/data/image-folder';
import type { Absent, DataSet } from './data-set.js';
import { imageSet } from './image-set.js';

/** Height and width that photographs are resized to. */
const SIZE = 32;

/**
 * Photographs in a folder with a folder for each class, or in two such folders `train` and `test`, which are taken together.
 *
 * @param folder undefined where none was named
 * @param most as many of them as are taken
 * @throws ArgumentError when there is no such folder, or only one class
 * @throws FormatError when there are no images
 */
export async function pets(folder: string | undefined, { most }: { readonly most: number }): Promise<DataSet | Absent> {
  if (folder === undefined) {
    return { name: 'pets', reason: 'no folder of photographs was named, by --pets or NEURITE_PETS' };
  }
  if (!(await isFolder(folder))) {
    throw new ArgumentError({
      where: folder,
      problem: 'there is no such folder',
      advice: 'Name a folder with a folder of photographs for each class, or leave --pets out',
    });
  }
  const parts = [join(folder, 'train'), join(folder, 'test')];
  const divided = (await Promise.all(parts.map(isFolder))).every(Boolean);
  const found = await Promise.all((divided ? parts : [folder]).map(readImages));
  const [{ classes }] = found as [Read];
  if (classes.length < 2) {
    throw new ArgumentError({
      where: folder,
      problem: `there is one class, ${classes[0]}`,
      advice: 'Each class needs a folder of its own',
    });
  }
  const other = found.find((part) => part.classes.join() !== classes.join());
  if (other !== undefined) {
    throw new ArgumentError({
      where: folder,
      problem: `its parts have different classes, ${classes.join(', ')} and ${other.classes.join(', ')}`,
      advice: 'Give both the same folders',
    });
  }
  const count = found.reduce((sum, { labels }) => sum + labels.length, 0);
  const skipped = found.reduce((sum, part) => sum + part.skipped, 0);
  const images = new Float32Array(count * SIZE * SIZE * 3);
  const labels = new Int32Array(count);
  let at = 0;
  for (const part of found) {
    images.set(part.images, at * SIZE * SIZE * 3);
    labels.set(part.labels, at);
    at += part.labels.length;
  }
  return imageSet({
    name: 'pets',
    source: `${count.toLocaleString('en')} photographs of ${classes.join(' and ')} in ${folder}, resized to ${SIZE} × ${SIZE}${skipped === 0 ? '' : `; ${skipped} ${skipped === 1 ? 'file' : 'files'} could not be read`}`,
    classes,
    ...inTurn(images, labels),
    shape: [SIZE, SIZE, 3],
    most,
    testShare: 2 / 7,
  });
}

type Read = {
  readonly images: Float32Array;
  readonly labels: Int32Array;
  readonly classes: readonly string[];
  readonly skipped: number;
};

async function readImages(folder: string): Promise<Read> {
  const { data, classes, skipped } = await imageFolder(folder, { size: SIZE, corrupt: 'skip' });
  const samples = await data.toArray();
  const images = new Float32Array(samples.length * SIZE * SIZE * 3);
  for (const [i, { x }] of samples.entries()) images.set(x.data, i * SIZE * SIZE * 3);
  for (let i = 0; i < images.length; i++) images[i]! /= 255;
  return { images, labels: Int32Array.from(samples, ({ y }) => y.data[0]!), classes, skipped: skipped.length };
}

/** Class by class, so that what is taken of them evenly has each class in its share. */
function inTurn(
  images: Float32Array,
  labels: Int32Array,
): { readonly images: Float32Array; readonly labels: Int32Array } {
  const order = Uint32Array.from(labels.keys()).sort((a, b) => labels[a]! - labels[b]! || a - b);
  const size = images.length / labels.length;
  const sorted = new Float32Array(images.length);
  for (const [to, from] of order.entries()) sorted.set(images.subarray(from * size, (from + 1) * size), to * size);
  return { images: sorted, labels: Int32Array.from(order, (row) => labels[row]!) };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
