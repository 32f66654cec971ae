import { type HostArray, hostArray } from '@neurite/core';

/** A gray or an RGB image of a gray, gray and alpha, RGB or RGBA one; alpha is left out. */
export function withChannels(image: HostArray<'uint8'>, channels: 1 | 3): HostArray<'uint8'> {
  const [height, width, given] = image.shape as [number, number, number]; // an image
  if (given === channels) return image;
  const data = new Uint8Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const [red, green, blue] = image.data.subarray(pixel * given, pixel * given + 3);
    if (given < 3) data.fill(red!, pixel * channels, (pixel + 1) * channels);
    else if (channels === 3) data.set([red!, green!, blue!], 3 * pixel);
    // PIL's integers for 0.299, 0.587 and 0.114.
    else data[pixel] = (19595 * red! + 38470 * green! + 7471 * blue! + 0x8000) >> 16;
  }
  return hostArray(data, [height, width, channels]);
}
