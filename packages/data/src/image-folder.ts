import { checkChoice, checkSizes, FormatError, type HostArray, hostArray, resolveOptions } from '@neurite/core';
import type { ImageDecoder } from '@neurite/images/decode-image';
import type { DataPipeline } from './data-pipeline.js';
import { fromIterable } from './from-iterable.js';
import { findImages, type ImageFile } from './internal/find-images.js';
import { checkReaderOptions, imageReader } from './internal/image-reader.js';
import { sortOutImages } from './internal/sort-out-images.js';

const WHERE = 'imageFolder';

export type ImageFolderOptions = {
  /** Height and width that all images are resized to, as PIL does. Default: images keep their sizes. */
  readonly size?: number | readonly [height: number, width: number];
  /**
   * 1 makes gray images, by the weights of ITU-R 601 as PIL does, 3 RGB. Alpha is left out. Default 3.
   */
  readonly channels?: 1 | 3;
  /**
   * What becomes of files that cannot be decoded: an `error` names the file when it is read; `skip` decodes all files once
   * at the beginning, leaves those out, and lists them. Default `error`.
   */
  readonly corrupt?: 'error' | 'skip';
  /**
   * The least height and width of an image before it is resized, an integer of at least 1: a smaller one is corrupt.
   * Default 1.
   */
  readonly smallest?: number;
  /** What becomes of classes without an image: an `error`, or `skip`, which leaves them out and lists them. Default `error`. */
  readonly emptyClasses?: 'error' | 'skip';
  /** What decodes: `own`, with the same bits everywhere, or the npm package `sharp`, faster on large photographs. Default `own`. */
  readonly decoder?: Exclude<ImageDecoder, 'platform'>;
};

/** An image and its class: x uint8 [height, width, channels], y int32 []. */
export type ImageSample = { readonly x: HostArray<'uint8'>; readonly y: HostArray<'int32'> };

export type ImageFolder = {
  /** An element for each image, decoded when it is read; its elements can be reached in any order. */
  readonly data: DataPipeline<ImageSample>;
  /** The names of the classes, by their index. */
  readonly classes: readonly string[];
  /** The file of each element. */
  readonly files: readonly string[];
  /** Files that could not be decoded or are too small, with the reason. */
  readonly skipped: readonly { readonly file: string; readonly problem: string }[];
  /**
   * Files that are of another format than their names say, such as a PNG image named `.jpg`: they are read as what they
   * are. Looked for where all files are decoded at the beginning (`corrupt: 'skip'`).
   */
  readonly misnamed: readonly { readonly file: string; readonly format: 'JPEG' | 'PNG' }[];
  /** Classes without an image; they have no index. */
  readonly emptyClasses: readonly string[];
  /** Files that are no images by their names, such as notes. */
  readonly ignored: readonly string[];
};

/**
 * A dataset of a folder with a folder of images for each class: `pets/cat/1.jpg`, `pets/dog/7.png`. Node only.
 *
 * Classes and files are ordered by the code points of their names, on each machine alike. Files end in .jpg, .jpeg or .png,
 * in any case, at any depth below their class; JPEG needs the npm package `@jsquash/jpeg` (and `jpeg-js` for CMYK). Images
 * are turned upright as EXIF says.
 *
 * @param path the folder
 * @returns shuffle the dataset before you batch it: classes come one after another
 * @throws FormatError when the folder cannot be read, has no classes, or a class has no images
 * @throws ArgumentError when `size` is not one or two integers of at least 1, or another option is out of its range
 * @example
 * import { mkdir, writeFile } from 'node:fs/promises';
 * import { encodePng } from '@neurite/images';
 * for (const [name, gray] of [['dark', 20], ['light', 230]] as const) {
 *   await mkdir(`shades/${name}`, { recursive: true });
 *   const image = hostArray(new Uint8Array(12).fill(gray), [2, 2, 3]);
 *   await writeFile(`shades/${name}/1.png`, encodePng(image));
 * }
 * const { data, classes } = await imageFolder('shades', { size: [32, 32] });
 * const batch = await data.shuffle().batch(2).at(0);
 * console.log(classes, batch.x.shape); // ['dark', 'light'] [2, 32, 32, 3]
 */
export async function imageFolder(path: string, options: ImageFolderOptions = {}): Promise<ImageFolder> {
  const { size, channels, corrupt, smallest, emptyClasses, decoder } = resolveOptions(WHERE, options, {
    size: undefined,
    channels: 3,
    corrupt: 'error',
    smallest: 1,
    emptyClasses: 'error',
    decoder: 'own',
  });
  checkChoice(WHERE, 'corrupt', corrupt, ['error', 'skip']);
  checkChoice(WHERE, 'emptyClasses', emptyClasses, ['error', 'skip']);
  checkReaderOptions(WHERE, { channels, smallest, decoder });
  const target = size === undefined ? undefined : checkSizes(WHERE, 'size', size, ['height', 'width']);
  const read = imageReader(WHERE, { size: target, channels, smallest, decoder });
  const { classes, images, ignored } = await findImages(WHERE, path);
  const withoutFiles = unusedOf(classes, images);
  if (emptyClasses === 'error') refuse(path, withoutFiles, 'no .jpg, .jpeg or .png files');
  const { good, skipped, misnamed } =
    corrupt === 'skip' ? await sortOutImages(images, read) : { good: images, skipped: [], misnamed: [] };
  const empty = unusedOf(classes, good);
  if (emptyClasses === 'error') refuse(path, empty, 'no image that can be read');
  const kept = classes.filter((name) => !empty.includes(name));
  const label = classes.map((name) => kept.indexOf(name));
  return {
    data: fromIterable(good).map(async (image) => ({
      x: (await read(image.file)).x,
      y: hostArray(Int32Array.of(label[image.label]!), []),
    })),
    classes: kept,
    files: good.map(({ file }) => file),
    skipped,
    misnamed,
    emptyClasses: empty,
    ignored,
  };
}

/** The names of classes that no image has. */
function unusedOf(classes: readonly string[], images: readonly ImageFile[]): readonly string[] {
  const used = new Set(images.map(({ label }) => label));
  return classes.filter((_, label) => !used.has(label));
}

function refuse(path: string, [empty]: readonly string[], has: string): void {
  if (empty === undefined) return;
  throw new FormatError({ where: WHERE, problem: `the class ${empty} has ${has} in ${path}/${empty}` });
}
