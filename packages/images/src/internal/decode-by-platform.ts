import { BackendError, FormatError, type HostArray, hostArray } from '@neurite/core';
import { viewOfRgba } from '../pixel-view.js';

/** Decodes by the browser: any format that it shows. RGB, or RGBA where a pixel is transparent. */
export async function decodeByPlatform(
  bytes: Uint8Array,
  { name, maxPixels }: { readonly name: string; readonly maxPixels: number },
): Promise<HostArray<'uint8'>> {
  if (typeof createImageBitmap !== 'function' || typeof OffscreenCanvas !== 'function') {
    throw new BackendError({
      where: 'decodeImage',
      problem: 'the platform has no decoder here',
      advice: "Leave { decoder: 'platform' } out, except in pages and their workers",
    });
  }
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
      imageOrientation: 'from-image',
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'none',
    });
  } catch (cause) {
    throw new FormatError({ where: name, problem: 'the platform cannot decode the image', cause });
  }
  try {
    const { width, height } = bitmap;
    if (width * height > maxPixels) {
      const problem = `the image must have at most ${maxPixels} pixels; it has ${width} × ${height}`;
      throw new FormatError({ where: name, problem });
    }
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!; // the first one
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const rgba = new Uint8Array(data.buffer);
    return isOpaque(rgba) ? viewOfRgba(rgba, { height, width }) : hostArray(rgba, [height, width, 4]);
  } finally {
    bitmap.close();
  }
}

function isOpaque(rgba: Uint8Array): boolean {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] !== 255) return false;
  return true;
}
