import { readFileSync } from 'node:fs';
import { hostArray } from '@neurite/core';
import { mnist } from '@neurite/data/mnist';
import { prepareDigit } from '@neurite/digits-model/digit-image';
import { doubtOf } from '@neurite/digits-model/doubt';
import { type GreyImage, toGrey } from '@neurite/digits-model/grey-image';
import { decodeModel } from '@neurite/digits-model/model-file';
import { splitDigits } from '@neurite/digits-model/recipe';
import { decodePng } from '@neurite/images/png';
import { predict } from '@neurite/training';
import { softmax } from '@tensorflow/tfjs-core';
import { sideBySide, unlikeDigits } from './unlike-digits.js';

const sheets = `${import.meta.dirname}/../../../../fixtures/digits-model`;
/** The side of a sign on a sheet, in pixels. */
const CELL = 32;
const FONTS = {
  DejaVu: ['Sans', 'Sans-Bold', 'Sans-Oblique', 'SansMono', 'Serif', 'Serif-Italic'],
  Liberation: ['Sans-Regular', 'Sans-Bold', 'Sans-Italic', 'Mono-Regular', 'Serif-Regular', 'Serif-Italic'],
} as const;

/** How many images of a kind are doubted. */
export type Doubted = { readonly number: number; readonly share: number };

/**
 * Counts the images of each kind that are doubted.
 *
 * @param bytes the file of a model
 * @param count the images of noise, blank paper and two digits
 */
export async function measureDoubt(bytes: Uint8Array, count: number): Promise<Readonly<Record<string, Doubted>>> {
  const { model, training } = decodeModel(bytes, 'the model');
  try {
    const { test } = await splitDigits(await mnist(), training.seed);
    const digits = (await test.toArray()).map(({ x }) => Float32Array.from(x.data));
    const kinds: Readonly<Record<string, readonly GreyImage[]>> = {
      'unseen test digits': digits.map((digit) => ({ width: 28, height: 28, data: digit.map((ink) => 1 - ink) })),
      ...unlikeDigits(count),
      'two digits': sideBySide(digits, count),
      'letters of DejaVu': signs('letters', 'DejaVu'),
      'letters of Liberation': signs('letters', 'Liberation'),
      'digits of DejaVu': signs('digits', 'DejaVu'),
      'digits of Liberation': signs('digits', 'Liberation'),
    };
    const measured: Record<string, Doubted> = {};
    for (const [kind, images] of Object.entries(kinds)) {
      // What holds no ink is refused before, which counts as doubted.
      const inked = images.flatMap((image) => prepareDigit(image)?.image ?? []);
      const pixels = new Float32Array(inked.length * 784);
      for (const [i, image] of inked.entries()) pixels.set(image, i * 784);
      const logits = await predict(model, hostArray(pixels, [inked.length, 28, 28, 1]));
      const probabilities = softmax(logits);
      const all = await probabilities.data();
      const classes = all.length / inked.length;
      const sure = inked.filter((image, i) => !doubtOf(image, all.subarray(i * classes, (i + 1) * classes))).length;
      measured[kind] = { number: images.length, share: 1 - sure / images.length };
      logits.dispose();
      probabilities.dispose();
    }
    return measured;
  } finally {
    model.dispose();
  }
}

function signs(what: 'letters' | 'digits', family: keyof typeof FONTS): GreyImage[] {
  return FONTS[family].flatMap((style) => {
    const sheet = toGrey(decodePng(readFileSync(`${sheets}/${what}-${family}${style}.png`)));
    return Array.from({ length: sheet.width / CELL }, (_, sign) => {
      const pixel = (_: unknown, i: number): number =>
        sheet.data[Math.floor(i / CELL) * sheet.width + sign * CELL + (i % CELL)]!;
      return { width: CELL, height: CELL, data: Float32Array.from({ length: CELL * CELL }, pixel) };
    });
  });
}
