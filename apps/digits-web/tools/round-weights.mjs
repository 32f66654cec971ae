// Makes the weights that the page opens with of those that `npm start` has trained: `npm run weights` in this folder, or
// `npm run weights -- <folder of the run>`. They are rounded to 16 bits, measured and written into src/model.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { useWasm } from '@neurite/backend-wasm';
import { mnist } from '@neurite/data/mnist';
import { DigitScores } from '@neurite/digits-model/digit-scores';
import { decodeModel, encodeModel } from '@neurite/digits-model/model-file';
import { splitDigits } from '@neurite/digits-model/recipe';
import { accuracy } from '@neurite/metrics';
import { evaluate } from '@neurite/training';

const run = resolve(process.argv[2] ?? join(import.meta.dirname, '../../../runs/digits'));
const path = join(run, 'model.safetensors');

console.log(String(await useWasm()));
const { model, training } = decodeModel(readFileSync(path), path);
const bytes = await encodeModel(model, training, { half: true });
// What the rounded weights read, for they are those of the page.
const { model: rounded } = decodeModel(bytes, 'trained.safetensors');
const { test } = await splitDigits(await mnist(), training.seed);
const { metrics } = await evaluate(new DigitScores(rounded), test.batch(250), { metrics: { accuracy } });
const facts = {
  sha256: createHash('sha256').update(bytes).digest('hex'),
  accuracy: metrics.accuracy,
  tested: test.size,
};
const folder = new URL('../src/model/', import.meta.url);
writeFileSync(new URL('trained.safetensors', folder), bytes);
writeFileSync(new URL('trained.json', folder), `${JSON.stringify(facts, null, 2)}\n`);
console.log(`${bytes.length} bytes; ${(100 * metrics.accuracy).toFixed(1)} % of ${test.size} test digits read right`);
