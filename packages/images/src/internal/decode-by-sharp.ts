import { FormatError, type HostArray, hostArray } from '@neurite/core';
import { loadPeer } from './load-peer.js';

/** Behind a name, so that bundlers of pages leave it out. */
const SHARP: string = 'sharp';

/** Decodes by sharp (libvips), which is native code. */
export async function decodeBySharp(
  bytes: Uint8Array,
  { name, maxPixels }: { readonly name: string; readonly maxPixels: number },
): Promise<HostArray<'uint8'>> {
  const { default: sharp } = await loadPeer(
    'decodeImage',
    SHARP,
    () => import(/* @vite-ignore */ /* webpackIgnore: true */ SHARP) as Promise<typeof import('sharp')>, // of that name
  );
  try {
    const image = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'warning' }).autoOrient();
    const { space } = await image.metadata();
    if (space === 'cmyk') image.toColourspace('srgb');
    const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const pixels = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.length); // sharp shares none
    return hostArray(pixels, [info.height, info.width, info.channels]);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError({ where: name, problem: `sharp cannot decode the image: ${why}`, cause });
  }
}
