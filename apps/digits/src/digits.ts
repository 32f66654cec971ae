import { stat } from 'node:fs/promises';
import { ArgumentError, type Example } from '@neurite/core';
import { type DataPipeline, fromArrays, idxFolder, type LabelledImages, split } from '@neurite/data';
import { mnist } from '@neurite/data/mnist';
import { CLASSES } from '@neurite/digits-model/classes';
import type { Training } from '@neurite/digits-model/model-file';
import { INPUT_SHAPE } from '@neurite/digits-model/network';
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
 *
 * @throws ArgumentError when there is no such folder, its images have another size, or a label is not a class
 */
export async function loadDigits({ data, seed }: Pick<Training, 'data' | 'seed'>): Promise<Digits> {
  if (data === 'mnist') return splitDigits(await mnist(), seed);
  const folder = await stat(data).catch(() => undefined);
  if (folder?.isDirectory() !== true) {
    throw new ArgumentError({
      where: data,
      problem: folder === undefined ? 'there is no such folder' : 'this is a file, and must be a folder',
      advice: 'Give the folder of the four IDX files with --data',
    });
  }
  const { train, test } = await idxFolder(data);
  checkImages(`${data}, training part`, train);
  checkImages(`${data}, test part`, test);
  const parts = await split(train, { train: 0.9, validation: 0.1 }, { seed, stratify: labelOf });
  return { ...parts, test: fromArrays(test) };
}

function checkImages(where: string, { x, y }: LabelledImages): void {
  const [count, ...shape] = x.shape;
  if (count === 0) throw new ArgumentError({ where, problem: 'there are no images' });
  if (shape.some((size, axis) => size !== INPUT_SHAPE[axis])) {
    const [[height, width], [rows, columns]] = [INPUT_SHAPE, shape as [number, number]];
    throw new ArgumentError({
      where,
      argument: 'x',
      expected: `be images of ${height} × ${width} pixels`,
      received: `images of ${rows} × ${columns}`,
    });
  }
  const wrong = y.data.findIndex((label) => label >= CLASSES);
  if (wrong < 0) return;
  throw new ArgumentError({
    where,
    argument: 'y',
    expected: `be one of the ${CLASSES} classes, 0 to ${CLASSES - 1}`,
    received: `${y.data[wrong]} for image ${wrong}`,
    advice: 'Letters, for example, need a network with more classes',
  });
}

export function describeData({ train, validation, test }: Digits): string {
  const [a, b, c] = [train, validation, test].map(({ size }) => size!.toLocaleString('en'));
  return `${a} digits to train on, ${b} to validate and to set the doubt by, ${c} to test on once`;
}
