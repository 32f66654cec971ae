import { stack } from '@neurite/data';
import type { ImageFolder } from '@neurite/data/image-folder';
import { imageParts } from '@neurite/data/image-parts';
import type { Absent, DataSet } from './data-set.js';
import { imageSet } from './image-set.js';

/** Height and width that photographs are resized to. */
const SIZE = 32;

/**
 * Photographs in a folder with a folder for each class, or in two such folders `train` and `test`, which are taken together.
 *
 * @param folder undefined where none was named
 * @param most as many of them as are taken
 * @throws ArgumentError and FormatError as `imageParts`
 */
export async function pets(folder: string | undefined, { most }: { readonly most: number }): Promise<DataSet | Absent> {
  if (folder === undefined) {
    return { name: 'pets', reason: 'no folder of photographs was named, by --pets or NEURITE_PETS' };
  }
  const { classes, train, test } = await imageParts(folder, { size: SIZE, corrupt: 'skip' });
  const parts = test === undefined ? [train] : [train, test];
  const skipped = parts.flatMap((part) => part.skipped).length;
  const { images, labels } = await readImages(parts);
  const count = labels.length;
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

/** All images, values from 0 to 1. */
async function readImages(
  parts: readonly ImageFolder[],
): Promise<{ readonly images: Float32Array; readonly labels: Int32Array }> {
  const samples = (await Promise.all(parts.map(({ data }) => data.toArray()))).flat();
  const { x, y } = stack(samples);
  return { images: Float32Array.from(x.data, (value) => value / 255), labels: Int32Array.from(y.data) };
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
