// Trains the network that the page opens with, and writes it into src/model: `npm run weights` in this folder, after
// `npm run build` in the root. It is the same training as that of `npm start`; the weights are rounded to 16 bits.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { build } from '@neurite/core';
import { mnist } from '@neurite/data/mnist';
import { calibrateDoubt } from '@neurite/digits-model/calibrate-doubt';
import { DigitScores } from '@neurite/digits-model/digit-scores';
import { decodeModel, encodeModel } from '@neurite/digits-model/model-file';
import { INPUT_SHAPE, network } from '@neurite/digits-model/network';
import { recipe, splitDigits } from '@neurite/digits-model/recipe';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { earlyStopping, evaluate, fit, predict, progressBar } from '@neurite/training';

const training = { seed: 7, epochs: 30, data: 'mnist' };
const { seed, epochs } = training;
const measures = { loss: softmaxCrossEntropy, metrics: { accuracy } };

console.log(String(await useWasm()));
const { train, validation, test } = await splitDigits(await mnist(), seed);
const { batches, optimizer } = recipe(train, training);
const model = build(network, { input: INPUT_SHAPE, seed });
await fit(model, batches, {
  ...measures,
  epochs,
  validation: validation.batch(250),
  optimizer,
  // Never stops early; it only restores the weights of the best epoch at the end.
  callbacks: [progressBar(), earlyStopping({ patience: epochs })],
  seed,
});
await calibrateDoubt(model, await predict(model, validation.batch(250)));
const bytes = await encodeModel(model, training, { half: true });
// What the rounded weights read, for they are those of the page.
const { model: rounded } = decodeModel(bytes, 'trained.safetensors');
const { metrics } = await evaluate(new DigitScores(rounded), test.batch(250), measures);
const facts = {
  sha256: createHash('sha256').update(bytes).digest('hex'),
  accuracy: metrics.accuracy,
  tested: test.size,
};
const folder = new URL('../src/model/', import.meta.url);
writeFileSync(new URL('trained.safetensors', folder), bytes);
writeFileSync(new URL('trained.json', folder), `${JSON.stringify(facts, null, 2)}\n`);
console.log(`${bytes.length} bytes; ${(100 * metrics.accuracy).toFixed(1)} % of ${test.size} test digits read right`);
