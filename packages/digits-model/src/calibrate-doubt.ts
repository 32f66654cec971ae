import { ArgumentError, type Example, parameters } from '@neurite/core';
import type { DataPipeline } from '@neurite/data';
import { predict } from '@neurite/training';
import { add, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { asDrawn } from './as-drawn.js';
import { CLASSES, NO_DIGIT } from './classes.js';
import type { DigitModel } from './model-file.js';

/**
 * The share of the digits for validation that may be taken for none. Of 1,000 others at most 2 % are then, in 19 of 20 cases:
 * the difference of two such counts has a standard deviation of 4.5.
 */
const DOUBTED = 0.01;
const BATCH = 250;

/**
 * Moves the bias of "no digit" so that a trained network takes as many of the digits for validation for no digit as it may:
 * how ready it is to doubt would depend on the length of its training otherwise. What it reads in a digit stays the same.
 *
 * @param validation digits that it did not learn from; they are prepared as drawings are, which it doubts more often
 */
export async function calibrateDoubt(model: DigitModel, validation: DataPipeline<Example>): Promise<void> {
  const logits = await predict(model, validation.map(asDrawn).batch(BATCH));
  const values = await logits.data<'float32'>();
  const count = logits.shape[0];
  logits.dispose();
  const classes = CLASSES + 1;
  const excesses = Array.from({ length: count }, (_, i) => {
    const row = values.subarray(i * classes, (i + 1) * classes);
    return row[NO_DIGIT]! - Math.max(...row.subarray(0, CLASSES));
  }).sort((a, b) => b - a);
  const excess = excesses[Math.floor(DOUBTED * excesses.length)]!;
  const bias = [...parameters(model)].findLast(([path]) => path.endsWith('bias'))?.[1];
  if (bias === undefined) {
    throw new ArgumentError({
      where: 'calibrateDoubt',
      argument: 'model',
      expected: 'end in a bias',
      received: 'none',
    });
  }
  const change = new Float32Array(classes);
  change[NO_DIGIT] = -excess;
  bias.assign(tidy(() => add(bias.value, tensor1d(change))));
}
