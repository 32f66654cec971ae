import { checkSizes, type HostArray, resolveOptions } from '@neurite/core';
import type { ImageFolderOptions } from './image-folder.js';
import { checkReaderOptions, imageReader } from './internal/image-reader.js';

export type ReadImageOptions = Pick<ImageFolderOptions, 'size' | 'channels' | 'smallest' | 'decoder'>;

/**
 * Reads one image as `imageFolder` reads its images: a model that was trained on these sees the same pixels. Node only.
 *
 * @param path of a JPEG or PNG image
 * @returns uint8 [height, width, channels], turned upright as EXIF says
 * @throws FormatError when the file is neither, is damaged, or the image is smaller than `smallest`; the error of the file
 *   system when it cannot be read
 * @throws ArgumentError when an option is out of its range
 * @example
 * import { writeFile } from 'node:fs/promises';
 * import { encodePng } from '@neurite/images';
 * await writeFile('gray.png', encodePng(hostArray(Uint8Array.of(0, 255), [1, 2, 1])));
 * const image = await readImage('gray.png', { size: 32 });
 * console.log(image.shape); // [32, 32, 3]
 */
export async function readImage(path: string, options: ReadImageOptions = {}): Promise<HostArray<'uint8'>> {
  const { size, ...rest } = resolveOptions(WHERE, options, {
    size: undefined,
    channels: 3,
    smallest: 1,
    decoder: 'own',
  });
  checkReaderOptions(WHERE, rest);
  const target = size === undefined ? undefined : checkSizes(WHERE, 'size', size, ['height', 'width']);
  return (await imageReader(WHERE, { size: target, ...rest })(path)).x;
}

const WHERE = 'readImage';
