import type { HostArray } from '@neurite/core';

/** An image in shades of grey, row by row: 0 is black, 1 is white. */
export type GreyImage = { readonly width: number; readonly height: number; readonly data: Float32Array };

/**
 * The luma of an image on white paper: what is transparent counts as white.
 *
 * @param image uint8 [height, width, channels]; 1 channel is grey, 2 are grey and alpha, 3 RGB, 4 RGBA
 */
export function toGrey({ data, shape }: HostArray<'uint8'>): GreyImage {
  const [height = 0, width = 0, channels = 0] = shape;
  const hasAlpha = channels === 2 || channels === 4;
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const at = i * channels;
    const luma = channels < 3 ? data[at]! : 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
    const alpha = hasAlpha ? data[at + channels - 1]! / 255 : 1;
    grey[i] = (luma / 255) * alpha + (1 - alpha);
  }
  return { width, height, data: grey };
}
