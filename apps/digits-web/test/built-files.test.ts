import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useWasm } from '@neurite/backend-wasm';
import { mnist } from '@neurite/data/mnist';
import { readIdx } from '@neurite/data/read-idx';
import { DigitScores } from '@neurite/digits-model/digit-scores';
import { decodeModel } from '@neurite/digits-model/model-file';
import { splitDigits } from '@neurite/digits-model/recipe';
import { accuracy } from '@neurite/metrics';
import { evaluate } from '@neurite/training';
import { expect, test } from 'vitest';
import facts from '../src/model/trained.json' with { type: 'json' };
import { DIGIT_IMAGES, DIGIT_LABELS } from '../src/training/digit-files.js';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => statSync(join(dist, file)).isFile());
const read = (file: string): Buffer => readFileSync(join(dist, file));

/** The files that the page names, and those that they name: the folder may hold older builds too. */
function reachable(): ReadonlySet<string> {
  const found = new Set(['index.html']);
  for (const file of found) {
    if (!/\.(html|js|css|webmanifest)$/.test(file)) continue;
    const text = read(file).toString();
    for (const other of files) if (text.includes(basename(other))) found.add(other);
  }
  return found;
}

test('the page has no inline script, allows none, and works under any path', () => {
  const html = read('index.html').toString();
  expect(html).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'");
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(html).not.toMatch(/(src|href)="(\/|https?:)/);
});

test('all digits are there, in less than 2 MB', async () => {
  const images = await readIdx(read(DIGIT_IMAGES));
  const labels = await readIdx(read(DIGIT_LABELS));
  const { x, y } = await mnist();
  expect(images.shape).toEqual([10_000, 28, 28]);
  expect(Buffer.from(labels.data.buffer).equals(Buffer.from(Uint8Array.from(y.data)))).toBe(true);
  expect(images.data.findIndex((byte, i) => Math.fround(byte / 255) !== x.data[i])).toBe(-1);
  expect(read(DIGIT_IMAGES).length).toBeLessThan(2_000_000);
});

test('the weights that the page opens with are small, and those that were measured', async () => {
  const bytes = readFileSync(new URL('../src/model/trained.safetensors', import.meta.url));
  expect(bytes.length).toBeLessThanOrEqual(105_000);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(facts.sha256);
  expect(files.filter((file) => /^assets\/trained-.*\.safetensors$/.test(file))).toHaveLength(1);
  await useWasm();
  const { model, training } = decodeModel(bytes, 'trained.safetensors');
  const { test } = await splitDigits(await mnist(), training.seed);
  const { metrics } = await evaluate(new DigitScores(model), test.batch(250), { metrics: { accuracy } });
  // Other kernels round differently.
  expect(metrics.accuracy).toBeCloseTo(facts.accuracy, 2);
  expect(metrics.accuracy).toBeGreaterThan(0.97);
});

test('the service worker caches all files that are needed, each once', () => {
  const source = read('service-worker.js').toString();
  const kept = JSON.parse(/const FILES = (\[.*\]);/.exec(source)![1]!) as string[];
  const needed = [...reachable()].filter((file) => !file.startsWith('engines/') && file !== 'service-worker.js');
  expect(kept.map((file) => (file === './' ? 'index.html' : file)).sort()).toEqual(needed.sort());
});
