import {
  ArgumentError,
  checkChoice,
  checkSizes,
  FormatError,
  type HostArray,
  hostArray,
  resolveOptions,
} from '@neurite/core';
import { resize } from '@neurite/images';
import { decodeImage, type ImageDecoder } from '@neurite/images/decode-image';
import type { DataPipeline } from './data-pipeline.js';
import { fromIterable } from './from-iterable.js';
import { pause } from './internal/breathe.js';
import { findImages, type ImageFile } from './internal/find-images.js';
import { withChannels } from './internal/with-channels.js';

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
  /** Files that could not be decoded, with the reason. */
  readonly skipped: readonly { readonly file: string; readonly problem: string }[];
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
 * @throws ArgumentError when `size` is not one or two integers of at least 1
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
  const { size, channels, corrupt, decoder } = resolveOptions('imageFolder', options, {
    size: undefined,
    channels: 3,
    corrupt: 'error',
    decoder: 'own',
  });
  checkChoice('imageFolder', 'corrupt', corrupt, ['error', 'skip']);
  checkChoice('imageFolder', 'decoder', decoder, ['own', 'sharp']);
  if (channels !== 1 && channels !== 3) {
    throw new ArgumentError({
      where: 'imageFolder',
      argument: 'channels',
      expected: 'be 1 or 3',
      received: String(channels),
    });
  }
  const target = size === undefined ? undefined : checkSizes('imageFolder', 'size', size, ['height', 'width']);
  // The one with a callback needs a third of the time of the one with promises, and a decoder waits for it.
  const readFile = process.getBuiltinModule('node:util').promisify(process.getBuiltinModule('node:fs').readFile);
  const { classes, images, ignored } = await findImages('imageFolder', path);
  const read = async ({ file, label }: ImageFile): Promise<ImageSample> => {
    const image = await decodeImage(await readFile(file), { name: `imageFolder (${file})`, decoder });
    const x = withChannels(target === undefined ? image : resize(image, target), channels);
    return { x, y: hostArray(Int32Array.of(label), []) };
  };
  const good: ImageFile[] = [];
  const skipped: { readonly file: string; readonly problem: string }[] = [];
  for (const image of images) {
    if (corrupt === 'skip') {
      try {
        await read(image);
      } catch (error) {
        // A missing decoder or a file that may not be read is nothing about the image.
        if (!(error instanceof FormatError) || error.where === 'decodeJpeg' || error.where === 'decodeImage')
          throw error;
        skipped.push({ file: image.file, problem: error.message });
        continue;
      }
      await pause();
    }
    good.push(image);
  }
  return { data: fromIterable(good).map(read), classes, files: good.map(({ file }) => file), skipped, ignored };
}
