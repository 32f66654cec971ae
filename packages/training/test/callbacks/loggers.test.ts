import '@neurite/testing';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Callback, type Metric, stateDict } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { checkpoints, fit, jsonLinesLogger, stepLimit, tensorBoard } from '../../src/index.js';
import { temporaryFolders } from '../support/folder.js';
import { readTfEvents } from '../support/read-tf-events.js';
import { lineBatches, momentum, near, squaredError, Two } from '../support/toys.js';

const newFolder = temporaryFolders();
const table: Metric<number[][]> = { ...near, name: 'table', value: () => [[1, 2]] };
/** The smallest PNG. */
const png = Uint8Array.from(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);
const teller: Callback = {
  name: 'teller',
  epochEnd: (run) => {
    run.log({ type: 'scalars', values: { odd: Number.NaN, even: 2 } });
    run.log({ type: 'histogram', name: 'weights/a', edges: [-1, 0, 3], counts: [2, 5] });
    run.log({ type: 'image', name: 'samples', bytes: png, width: 1, height: 1 });
    run.log({ type: 'text', name: 'note', text: 'ä **b**' });
  },
};

async function train(callbacks: readonly Callback[], epochs = 2): Promise<void> {
  using model = new Two();
  await fit(model, lineBatches(), {
    epochs,
    validation: lineBatches(5),
    validateEvery: { steps: 3 },
    loss: squaredError,
    metrics: { near, table },
    optimizer: momentum(0.02),
    callbacks: [teller, ...callbacks],
  });
  expect(Object.keys(stateDict(model))).toHaveLength(6);
}

type Line = { readonly type: string; readonly step: number; readonly [key: string]: unknown };

async function linesOf(path: string): Promise<Line[]> {
  const text = await readFile(path, 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe('jsonLinesLogger', () => {
  it('writes what there is to tell, line by line', async () => {
    const path = join(await newFolder(), 'digits', 'events.jsonl');
    await train([jsonLinesLogger(path, { hyperparameters: { rate: 0.02 }, every: { steps: 2 } })], 1);
    const lines = await linesOf(path);
    const [first] = lines;
    expect(first).toEqual({
      type: 'run',
      version: 1,
      step: 0,
      epoch: 0,
      time: expect.any(Number),
      name: 'digits',
      seed: 0,
      epochs: 1,
      hyperparameters: { rate: 0.02 },
    });
    const steps = lines.filter(({ values }) => 'step.loss' in ((values as object) ?? {}));
    const within = lines.filter(({ step, values }) => step === 3 && 'validation.loss' in ((values as object) ?? {}));
    expect(within).toHaveLength(1);
    expect(steps.map(({ step }) => step)).toEqual([2, 4, 6]);
    const rest = lines.slice(5).map(({ time: _, ...line }) => line);
    const at = { step: 6, epoch: 1 };
    const number = expect.any(Number);
    expect(rest).toEqual([
      { type: 'scalars', ...at, values: { odd: 'NaN', even: 2 } },
      { type: 'histogram', ...at, name: 'weights/a', edges: [-1, 0, 3], counts: [2, 5] },
      {
        type: 'image',
        ...at,
        name: 'samples',
        width: 1,
        height: 1,
        media: 'image/png',
        data: expect.stringMatching(/^iVBOR/),
      },
      { type: 'text', ...at, name: 'note', text: 'ä **b**' },
      {
        type: 'scalars',
        ...at,
        values: { loss: number, near: number, 'validation.loss': number, 'validation.near': number, seconds: number },
      },
      { type: 'table', ...at, name: 'table', rows: [[1, 2]] },
      { type: 'table', ...at, name: 'validation.table', rows: [[1, 2]] },
      { type: 'end', ...at, reason: 'finished' },
    ]);
  });

  it('has each step once when a run goes on, and tells why it failed', async () => {
    const [folder, path] = [await newFolder(), join(await newFolder(), 'events.jsonl')];
    const stop: Callback = {
      name: 'stop',
      stepEnd: ({ step }) => (step === 9 ? Promise.reject(new RangeError('broken on purpose')) : undefined),
    };
    const callbacks = (): Callback[] => [jsonLinesLogger(path), checkpoints(folder, { every: { steps: 4 } })];
    await expect(train([...callbacks(), stop])).rejects.toThrow('broken on purpose');
    expect((await linesOf(path)).at(-1)).toMatchObject({ type: 'end', reason: 'failed', error: 'broken on purpose' });
    await train(callbacks());
    const lines = await linesOf(path);
    const steps = lines.filter(({ values }) => 'step.loss' in ((values as object) ?? {})).map(({ step }) => step);
    expect(steps).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(lines.filter(({ type }) => type === 'run').map(({ step }) => step)).toEqual([0, 8]);
    expect(lines.filter(({ type }) => type === 'end')).toMatchObject([{ step: 12, reason: 'finished' }]);
  });
});

describe('tensorBoard', () => {
  it('writes event files that hold what was told', async () => {
    const folder = await newFolder();
    await train([tensorBoard(folder, { hyperparameters: { rate: 0.02 } })], 1);
    const [file, ...others] = await readdir(folder);
    expect(file).toMatch(/^events\.out\.tfevents\.\d+\.\d+\./);
    expect(others).toEqual([]);
    const events = readTfEvents(await readFile(join(folder, file!)));
    expect(events[0]).toEqual({ version: 'brain.Event:2' });
    const values = events.slice(1);
    expect(values[0]).toEqual({ step: 0, tag: 'hyperparameters', text: '```json\n{\n  "rate": 0.02\n}\n```' });
    expect(values.filter(({ tag }) => tag === 'step.loss').map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(values.find(({ tag }) => tag === 'even')).toEqual({ step: 6, tag: 'even', scalar: 2 });
    expect(values.find(({ tag }) => tag === 'odd')).toEqual({ step: 6, tag: 'odd', scalar: Number.NaN });
    expect(values.find(({ tag }) => tag === 'note')).toEqual({ step: 6, tag: 'note', text: 'ä **b**' });
    expect(values.find(({ tag }) => tag === 'samples')).toEqual({ step: 6, tag: 'samples', image: png });
    expect(values.find(({ tag }) => tag === 'weights/a')).toEqual({
      step: 6,
      tag: 'weights/a',
      histogram: { min: -1, max: 3, num: 7, sum: 6.5, limits: [-1, 0, 3], buckets: [0, 2, 5] },
    });
    expect(values.some(({ tag }) => tag === 'validation.near')).toBe(true);
  });

  it('goes on in its file where the checkpoint stands', async () => {
    const [folder, runs] = [await newFolder(), await newFolder()];
    const callbacks = (limit: number): Callback[] => [tensorBoard(runs), checkpoints(folder), stepLimit(limit)];
    await train(callbacks(8));
    const [file] = await readdir(runs);
    const { size } = await stat(join(runs, file!));
    await train(callbacks(100));
    expect(await readdir(runs)).toEqual([file]);
    const bytes = await readFile(join(runs, file!));
    expect(bytes.length).toBeGreaterThan(size);
    const steps = readTfEvents(bytes).filter(({ tag }) => tag === 'step.loss');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });
});
