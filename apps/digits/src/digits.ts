import type { Example } from '@neurite/core';
import { type DataPipeline, fromArrays, idxFolder, mnist, split } from '@neurite/data';
import type { Training } from '@neurite/digits-model/model-file';
import { labelOf, splitDigits } from '@neurite/digits-model/recipe';

/** Three parts that share no image. */
export type Digits = {
  readonly train: DataPipeline<Example>;
  readonly validation: DataPipeline<Example>;
  readonly test: DataPipeline<Example>;
};

/**
 * The images of a run, always split in the same way for the same seed: the 10,000 digits in 80 : 10 : 10, with each
 * digit in the same share. A folder of IDX files has its own test part; a tenth of its training part validates.
 */
export async function loadDigits({ data, seed }: Pick<Training, 'data' | 'seed'>): Promise<Digits> {
  if (data === 'mnist') return splitDigits(await mnist(), seed);
  const { train, test } = await idxFolder(data);
  const parts = await split(train, { train: 0.9, validation: 0.1 }, { seed, stratify: labelOf });
  return { ...parts, test: fromArrays(test) };
}

export function describeData({ train, validation, test }: Digits): string {
  const [a, b, c] = [train, validation, test].map(({ size }) => size!.toLocaleString('en'));
  return `${a} digits to train on, ${b} to choose the epoch by, ${c} to test on once`;
}
