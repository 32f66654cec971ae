import { FormatError } from '@neurite/core';
import { pause } from './breathe.js';
import type { ImageFile } from './find-images.js';
import type { ReadImage } from './image-reader.js';

/** Images that can be read, and what is the matter with others. */
export type SortedImages = {
  readonly good: readonly ImageFile[];
  readonly skipped: readonly { readonly file: string; readonly problem: string }[];
  readonly misnamed: readonly { readonly file: string; readonly format: 'JPEG' | 'PNG' }[];
};

/** Reads all images once. */
export async function sortOutImages(
  images: readonly ImageFile[],
  read: (file: string) => Promise<ReadImage>,
): Promise<SortedImages> {
  const good: ImageFile[] = [];
  const skipped: SortedImages['skipped'][number][] = [];
  const misnamed: SortedImages['misnamed'][number][] = [];
  for (const image of images) {
    const { file } = image;
    try {
      const { format } = await read(file);
      const named = /\.png$/i.test(file) ? 'PNG' : 'JPEG';
      if (format !== undefined && format !== named) misnamed.push({ file, format });
      good.push(image);
    } catch (error) {
      // A missing decoder or a file that may not be read is nothing about the image.
      if (!(error instanceof FormatError) || error.where === 'decodeJpeg' || error.where === 'decodeImage') throw error;
      skipped.push({ file, problem: error.message });
    }
    await pause();
  }
  return { good, skipped, misnamed };
}
