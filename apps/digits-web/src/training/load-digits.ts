import { FormatError, hostArray } from '@neurite/core';
import type { LabelledImages } from '@neurite/data';
import { readIdx } from '@neurite/data/read-idx';
import { DIGIT_IMAGES, DIGIT_LABELS } from './digit-files.js';

/**
 * Loads the digits that are served next to the page.
 *
 * @param base the address of the page
 * @throws FormatError when a file cannot be loaded, or the images and labels differ in number
 */
export async function loadDigits(base: string): Promise<LabelledImages> {
  const [images, labels] = await Promise.all([load(DIGIT_IMAGES), load(DIGIT_LABELS)]);
  const { data, shape } = images;
  const [count, height, width] = shape;
  if (count === undefined || height === undefined || width === undefined || count !== labels.shape[0]) {
    throw new FormatError({ where: DIGIT_IMAGES, problem: 'the numbers of images and labels differ' });
  }
  const x = new Float32Array(data.length);
  for (let i = 0; i < x.length; i++) x[i] = data[i]! / 255;
  return {
    x: hostArray(x, [count, height, width, 1]),
    y: hostArray(Int32Array.from(labels.data), [count]),
  };

  async function load(file: string) {
    const response = await fetch(new URL(file, base)).catch(() => undefined);
    if (!response?.ok) {
      throw new FormatError({
        where: file,
        problem: 'the digits could not be loaded',
        advice: 'Open the page once while online; from then on it works offline',
      });
    }
    return readIdx(new Uint8Array(await response.arrayBuffer()));
  }
}
