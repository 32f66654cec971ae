import type { Example } from '@neurite/core';
import type { DataPipeline } from '@neurite/data';
import { CLASSES } from '@neurite/digits-model/classes';
import { DigitScores } from '@neurite/digits-model/digit-scores';
import type { DigitModel } from '@neurite/digits-model/model-file';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy, confusionMatrix } from '@neurite/metrics';
import { evaluate, predict } from '@neurite/training';
import { argMax, dispose, tensor1d, tidy } from '@tensorflow/tfjs-core';

/** An image that was read wrong. */
export type Mistake = {
  readonly pixels: Float32Array;
  readonly truth: number;
  readonly readAs: number;
  readonly loss: number;
};

export type TestResult = {
  /** The share of images that were read right. */
  readonly accuracy: number;
  /** How often each digit (row) was read as each (column). */
  readonly confusion: number[][];
};

const BATCH = 256;

/** Tests a model on images that it has never seen. */
export async function testModel(model: DigitModel, test: DataPipeline<Example>): Promise<TestResult> {
  const metrics = { accuracy, confusion: confusionMatrix({ classes: CLASSES }) };
  const result = await evaluate(new DigitScores(model), test.batch(BATCH), { metrics });
  return result.metrics;
}

/** What a model read wrong, the worst first. */
export async function findMistakes(model: DigitModel, test: DataPipeline<Example>): Promise<Mistake[]> {
  const samples = await test.toArray();
  const truths = samples.map(({ y }) => y.data[0]!);
  const logits = await predict(new DigitScores(model), test.batch(BATCH));
  const read = argMax(logits, 1);
  const losses = tidy(() => softmaxCrossEntropy(logits, tensor1d(truths, 'int32'), { reduction: 'none' }));
  const [readAs, loss] = [await read.data(), await losses.data()];
  dispose([logits, read, losses]);
  return samples
    .map(({ x }, i) => ({ pixels: Float32Array.from(x.data), truth: truths[i]!, readAs: readAs[i]!, loss: loss[i]! }))
    .filter(({ truth, readAs }) => truth !== readAs)
    .sort((a, b) => b.loss - a.loss);
}
