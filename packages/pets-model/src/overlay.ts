import { type HostArray, hostArray } from '@neurite/core';
import { resize } from '@neurite/images';
import type { Heat } from './grad-cam.js';
import { VEIL, veilOpacity } from './veil.js';

/** A photograph behind a gray veil, which the heat lifts: where it is 1 the photograph is as it was. */
export function overlay(photograph: HostArray<'uint8'>, { values, height, width }: Heat): HostArray<'uint8'> {
  const [rows, columns, channels] = photograph.shape as [number, number, number]; // an image
  const { data } = resize(hostArray(values, [height, width, 1]), [rows, columns]);
  const pixels = photograph.data.map((byte, i) => {
    const opacity = veilOpacity(data[Math.floor(i / channels)]!);
    return Math.round((1 - opacity) * byte + opacity * VEIL);
  });
  return hostArray(pixels, photograph.shape);
}
