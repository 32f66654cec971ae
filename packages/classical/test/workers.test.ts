import { ArgumentError, BackendError, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test, vi } from 'vitest';
import {
  accuracyScore,
  crossValidate,
  extraTreesRegressor,
  gaussianNaiveBayes,
  kNeighborsClassifier,
  predictInWorkers,
  randomForestClassifier,
  rbfSvmRegressor,
  type Workers,
} from '../src/index.js';
import { trainingTable } from '../src/internal/trees/training-table.js';
import { estimator, type Row } from './support/served.mjs';
import { uniforms } from './support/tables.js';

const module = new URL('./support/served.mjs', import.meta.url);
const rows = 90;
const x = { rows, columns: 4, data: uniforms(rows * 4, 1) };
const classes = Int32Array.from({ length: rows }, (_, row) => (x.data[row * 4]! > 0.5 ? 1 : 0));
const sized: readonly Row[] = Array.from({ length: rows }, (_, row) => ({ size: x.data[row * 4]! }));
const scores = { accuracy: accuracyScore };

describe('forests in workers', () => {
  const weights = Float64Array.from({ length: rows }, (_, row) => row % 3);

  test('have the bits of one thread', async () => {
    const learn = { seed: 3, weights };
    const forest = (workers: Workers) =>
      randomForestClassifier({ trees: 7, outOfBag: true, workers }).fit(x, classes, learn);
    const trees = (workers: Workers) =>
      extraTreesRegressor({ trees: 3, pruningAlpha: 0.001, workers }).fit(x, uniforms(rows, 2), learn);
    const [serial, parallel] = [await forest(1), await forest({ count: 2, module })];
    expect(parallel.save()).toEqual(serial.save());
    expect(parallel.outOfBagScore).toBe(serial.outOfBagScore);
    // The package's own script; more threads than trees.
    expect((await trees(4)).save()).toEqual((await trees(1)).save());
  });

  test('share the table, where there is shared memory', () => {
    const own = trainingTable(x, { ranked: true });
    const shared = trainingTable(x, { ranked: true, shared: true });
    expect(shared).toEqual(own);
    expect(own.values.buffer).toBeInstanceOf(ArrayBuffer);
    for (const { buffer } of [shared.values, shared.ranks]) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(trainingTable(x, { ranked: true, shared: true }).values.buffer).toBeInstanceOf(ArrayBuffer);
    vi.unstubAllGlobals();
  });

  test.each<[unknown, string]>([
    [0, 'randomForestClassifier: `workers` must be an integer of at least 1; received 0.'],
    [{ count: 1.5, module }, 'randomForestClassifier: `workers.count` must be an integer of at least 1; received 1.5.'],
    [
      { count: 2 },
      'randomForestClassifier: `workers.module` must be the URL of a module that calls `serveWorkers` or `serveEstimator`; received undefined.',
    ],
  ])('refuse %j workers', async (workers, message) => {
    await expectError(() => randomForestClassifier({ workers: workers as Workers }), ArgumentError, message);
  });
});

describe('predictInWorkers', () => {
  test.each(['bruteForce', 'ballTree'] as const)('gives the bits of one thread, by %s', async (algorithm) => {
    const model = kNeighborsClassifier({ algorithm, neighbors: 3, weights: 'distance' }).fit(x, classes);
    const unseen = { rows: 41, columns: 4, data: uniforms(41 * 4, 5) };
    const workers = { count: 2, module };
    expect(await predictInWorkers(model, unseen, { workers })).toEqual(model.predict(unseen));
    expect(await predictInWorkers(model, unseen, { workers, output: 'probabilities' })).toEqual(
      model.predictProbabilities(unseen),
    );
    expect(await predictInWorkers(model, unseen, { workers: 1 })).toEqual(model.predict(unseen));
  });

  test('gives those of forests, and of an estimator that the module serves', async () => {
    const forest = await randomForestClassifier({ trees: 2 }).fit(x, classes);
    expect(await predictInWorkers(forest, x)).toEqual(forest.predict(x));
    const served = await estimator.fit(sized, classes);
    const workers = { count: 2, module };
    expect(await predictInWorkers(served, sized, { workers })).toEqual(served.predict(sized));
  });

  test('refuses models that no thread knows, and probabilities of values', async () => {
    await expectError(
      () => predictInWorkers(gaussianNaiveBayes().fit(x, classes), x),
      ArgumentError,
      'predictInWorkers: `model` must be one of kNeighborsClassifier, kNeighborsRegressor, rbfSvmClassifier, rbfSvmRegressor, randomForestClassifier, extraTreesClassifier, randomForestRegressor, extraTreesRegressor, or of the estimator that the module of `workers` serves; received a gaussianNaiveBayes.',
    );
    const values = await rbfSvmRegressor().fit(x, uniforms(rows, 2));
    await expectError(
      () => predictInWorkers(values, x, { output: 'probabilities' }),
      ArgumentError,
      'predictInWorkers: `model` must be a classifier where `output` is "probabilities"; received a rbfSvmRegressor.',
    );
  });

  test('throws what the model throws', async () => {
    const model = kNeighborsClassifier({ neighbors: 1 }).fit(x, classes);
    const wide = { rows: 2, columns: 5, data: new Float64Array(10) };
    await expectError(
      () => predictInWorkers(model, wide),
      ShapeError,
      'kNeighborsClassifier.predict: `x` must have 4 columns, as in `fit`; received 5.',
    );
  });
});

describe('crossValidate in workers', () => {
  const validate = (all: readonly Row[], options: { readonly workers: Workers; readonly signal?: AbortSignal }) =>
    crossValidate(estimator, { x: all, y: classes }, { scores, ...options });

  test('has the bits of one thread', async () => {
    const [serial, parallel] = [
      await validate(sized, { workers: 1 }),
      await validate(sized, { workers: { count: 2, module } }),
    ];
    expect(parallel.scores).toEqual(serial.scores);
    expect(parallel.predictions).toEqual(serial.predictions);
    expect(parallel.models.map((model) => model.save())).toEqual(serial.models.map((model) => model.save()));
    expect(parallel.models[0]!.predict(sized)).toEqual(serial.models[0]!.predict(sized));
  });

  test('ends threads that never end by a signal', async () => {
    const stop = new AbortController();
    const busy = new Int32Array(new SharedArrayBuffer(4));
    const endless = validate(
      sized.map((row) => ({ ...row, busy })),
      { workers: { count: 2, module }, signal: stop.signal },
    );
    const ended = expect(endless).rejects.toThrow('enough');
    await vi.waitFor(() => expect(busy[0]).toBe(1), { timeout: 300_000 });
    stop.abort(new Error('enough'));
    await ended;
    // No thread is left that sets it.
    busy[0] = 0;
    await validate(sized, { workers: { count: 2, module } });
    expect(busy[0]).toBe(0);
    await expect(validate(sized, { workers: { count: 2, module }, signal: stop.signal })).rejects.toThrow('enough');
  });

  test.each<[string, Workers, readonly Row[], typeof ArgumentError | typeof BackendError, string]>([
    [
      'no module',
      2,
      sized,
      ArgumentError,
      'crossValidate: `workers.module` must be the URL of a module that calls `serveEstimator` with a pipeline; received one without.',
    ],
    [
      'rows that are no data',
      { count: 2, module },
      sized.map((row) => ({ ...row, free: () => {} })),
      ArgumentError,
      'crossValidate: the rows cannot be sent to another thread, because they hold a function or are no data.',
    ],
    [
      'a thread that ends',
      { count: 2, module },
      sized.map(() => ({ size: 'exit' })),
      BackendError,
      'crossValidate: a worker could not work (it ended with code 3). Bundle a module that calls `serveWorkers`, and give its URL: `workers: { count: 2, module }`.',
    ],
  ])('refuses %s', async (_, workers, all, Class, message) => {
    await expectError(() => validate(all, { workers }) as Promise<unknown>, Class, message);
  });

  test('tells a module that is not there', async () => {
    const missing = { count: 2, module: new URL('./support/absent.mjs', import.meta.url) };
    await expect(validate(sized, { workers: missing })).rejects.toThrow(
      /^crossValidate: a worker could not work \(Cannot find module .*absent/,
    );
  });
});
