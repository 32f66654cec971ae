import { readFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { mnist } from '@neurite/data/mnist';
import { NO_DIGIT } from '@neurite/digits-model/classes';
import { DigitScores } from '@neurite/digits-model/digit-scores';
import { decodeModel } from '@neurite/digits-model/model-file';
import { splitDigits } from '@neurite/digits-model/recipe';
import { accuracy } from '@neurite/metrics';
import { evaluate } from '@neurite/training';
import { memory } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { correct } from '../../src/correcting/correct.js';
import { type LabelledImage, withCorrection } from '../../src/correcting/corrections.js';

it('learns drawings that were read wrong, and forgets no digits', async () => {
  await useWasm();
  const bytes = readFileSync(new URL('../../src/model/trained.safetensors', import.meta.url));
  const { model, training } = decodeModel(bytes, 'trained.safetensors');
  const { train, test } = await splitDigits(await mnist(), training.seed);
  const share = async (): Promise<number> =>
    (await evaluate(new DigitScores(model), test.batch(250), { metrics: { accuracy } })).metrics.accuracy;
  const before = await share();
  // Two bars, one of them level, that nobody took for a digit; and one digit that is to be none.
  const bar = (isInk: (row: number, column: number) => boolean): Float32Array =>
    Float32Array.from({ length: 784 }, (_, i) => (isInk(Math.floor(i / 28), i % 28) ? 1 : 0));
  const drawings: LabelledImage[] = [
    { image: bar((row, column) => row > 12 && row < 16 && column > 4 && column < 24), label: 7 },
    { image: bar((row, column) => column > 12 && column < 16 && row > 4 && row < 24), label: NO_DIGIT },
  ];
  const samples = await train.toArray();
  const tensors = memory().numTensors;
  expect(await correct(model, { drawings, train: samples, seed: 1 })).toBe(true);
  expect(memory().numTensors).toBe(tensors);
  expect(await share()).toBeGreaterThan(before - 0.02);
  model.dispose();
});

it('takes what was said last of a drawing', () => {
  const drawing = (shade: number, label: number): LabelledImage => ({
    image: new Float32Array(784).fill(shade),
    label,
  });
  const before = [drawing(0.1, 3), drawing(0.2, 4)];
  expect(withCorrection(before, drawing(0.1, 5)).map(({ label }) => label)).toEqual([4, 5]);
  expect(withCorrection(before, drawing(0.3, 5)).map(({ label }) => label)).toEqual([3, 4, 5]);
});
