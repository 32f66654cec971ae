import { ArgumentError, checkChoice, checkInteger, FormatError, type HostArray } from '@neurite/core';
import { resize } from '@neurite/images';
import { decodeImage, type ImageDecoder } from '@neurite/images/decode-image';
import { withChannels } from './with-channels.js';

export type ImageReaderOptions = {
  /** Undefined where images keep their sizes. */
  readonly size: readonly [height: number, width: number] | undefined;
  readonly channels: 1 | 3;
  readonly smallest: number;
  readonly decoder: ImageDecoder;
};

/** @throws ArgumentError when an option is out of its range */
export function checkReaderOptions(
  where: string,
  { channels, smallest, decoder }: Omit<ImageReaderOptions, 'size'>,
): void {
  checkInteger(where, 'smallest', smallest, { min: 1 });
  checkChoice(where, 'decoder', decoder, ['own', 'sharp']);
  if (channels === 1 || channels === 3) return;
  throw new ArgumentError({ where, argument: 'channels', expected: 'be 1 or 3', received: String(channels) });
}

/** A decoded image, and what its file is whatever its name says. */
export type ReadImage = { readonly x: HostArray<'uint8'>; readonly format: 'JPEG' | 'PNG' | undefined };

/** What reads an image file. Node only. */
export function imageReader(
  where: string,
  { size, channels, smallest, decoder }: ImageReaderOptions,
): (file: string) => Promise<ReadImage> {
  // The one with a callback needs a third of the time of the one with promises, and a decoder waits for it.
  const readFile = process.getBuiltinModule('node:util').promisify(process.getBuiltinModule('node:fs').readFile);
  return async (file) => {
    const bytes = await readFile(file);
    const name = `${where} (${file})`;
    const image = await decodeImage(bytes, { name, decoder });
    const [height, width] = image.shape as [number, number]; // an image
    if (Math.min(height, width) < smallest) {
      const problem = `the image has ${height} × ${width} pixels, and must have at least ${smallest} on each side`;
      throw new FormatError({ where: name, problem });
    }
    const x = withChannels(size === undefined ? image : resize(image, size), channels);
    return { x, format: bytes[0] === 0x89 ? 'PNG' : bytes[0] === 0xff ? 'JPEG' : undefined };
  };
}
