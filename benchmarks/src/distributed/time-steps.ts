import { type Blueprint, build, type Callback, hostArray, type Parallel } from '@neurite/core';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { cnn } from '../networks/cnn.js';
import { batchValues, labelValues } from '../networks/values.js';

/** Steps that are not measured, and that are. */
const [WARM_UP, MEASURED] = [10, 30] as const;
/** Both. */
export const STEPS: number = WARM_UP + MEASURED;

/**
 * How long train steps of the CNN of the benchmarks take in `fit`, in seconds.
 *
 * @param rows of a batch, those of all processes together
 */
export async function timeSteps(rows: number, parallel: Parallel | undefined): Promise<readonly number[]> {
  const shape = [rows, ...(cnn.inputShape as readonly number[])];
  const x = hostArray(batchValues(shape) as Float32Array, shape); // without a vocabulary, numbers from 0 to 1
  const y = hostArray(labelValues(rows), [rows]);
  const seconds: number[] = [];
  let before = Number.NaN;
  const watch: Callback = {
    name: 'watch',
    stepEnd: ({ step }) => {
      const now = performance.now();
      if (step > WARM_UP) seconds.push((now - before) / 1000);
      before = now;
    },
  };
  using model = build(cnn.ours as Blueprint<Tensor, Tensor2D>, { input: [28, 28, 1], seed: 1 });
  await fit(
    model,
    Array.from({ length: STEPS }, () => ({ x, y })),
    { epochs: 1, loss: softmaxCrossEntropy, optimizer: adam({ learningRate: 1e-3 }), callbacks: [watch], parallel },
  );
  return seconds;
}
