import { type HostArray, hostArray } from '@neurite/core';
import { resize } from '@neurite/images';
import type { Heat } from './grad-cam.js';

/** What hides the rest of a photograph, and how much of that is seen nevertheless: dark and bright photographs differ from it. */
const [VEIL, SEEN] = [128, 0.15];

/** A photograph behind a gray veil, which the heat lifts: where it is 1 the photograph is as it was. */
export function overlay(photograph: HostArray<'uint8'>, { values, height, width }: Heat): HostArray<'uint8'> {
  const [rows, columns, channels] = photograph.shape as [number, number, number]; // an image
  const { data } = resize(hostArray(values, [height, width, 1]), [rows, columns]);
  const pixels = photograph.data.map((byte, i) => {
    const share = SEEN + (1 - SEEN) * data[Math.floor(i / channels)]!;
    return Math.round(share * byte + (1 - share) * VEIL);
  });
  return hostArray(pixels, photograph.shape);
}
