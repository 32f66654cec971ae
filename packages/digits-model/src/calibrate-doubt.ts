import { ArgumentError, parameters } from '@neurite/core';
import { add, type Tensor2D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { CLASSES, NO_DIGIT } from './classes.js';
import type { DigitModel } from './model-file.js';

/** The share of the digits for validation that may be taken for none. */
const DOUBTED = 0.015;

/**
 * Moves the bias of "no digit" so that a trained network takes as many of the digits for validation for no digit as it may:
 * how ready it is to doubt would depend on the length of its training otherwise. What it reads in a digit stays the same.
 *
 * @param logits [digits, 11], what the network gives for them; they stay the caller's
 */
export async function calibrateDoubt(model: DigitModel, logits: Tensor2D): Promise<void> {
  const values = await logits.data<'float32'>();
  const classes = CLASSES + 1;
  const excesses = Array.from({ length: logits.shape[0] }, (_, i) => {
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
