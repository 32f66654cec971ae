import type { HostArray } from '@neurite/core/host-array';
import { viewOfRgba } from '@neurite/images/pixel-view';

/** The pixels of a bitmap, uint8 [height, width, 3]; what is transparent is on white. */
export function pixelsOf(bitmap: ImageBitmap): HostArray<'uint8'> {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!; // the first one
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return viewOfRgba(new Uint8Array(data.buffer), { height, width });
}
