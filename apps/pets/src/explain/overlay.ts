import { type HostArray, hostArray } from '@neurite/core';
import { resize } from '@neurite/images';
import type { Heat } from './grad-cam.js';

/** How bright a photograph stays where nothing is hot. */
const DARKEST = 0.2;

/** A photograph that is dark where the heat is low, and as it is where it is 1. */
export function overlay(photograph: HostArray<'uint8'>, { values, height, width }: Heat): HostArray<'uint8'> {
  const [rows, columns, channels] = photograph.shape as [number, number, number]; // an image
  const { data } = resize(hostArray(values, [height, width, 1]), [rows, columns]);
  const pixels = photograph.data.map((byte, i) => {
    const heat = data[Math.floor(i / channels)]!;
    return Math.round(byte * (DARKEST + (1 - DARKEST) * heat));
  });
  return hostArray(pixels, photograph.shape);
}
