import { fileURLToPath } from 'node:url';
import { describeInPage } from '@neurite/browser-testing';
import { expect, test } from 'vitest';

const support = (name: string): string => fileURLToPath(new URL(`./support/${name}`, import.meta.url));
const program = {
  entryPoints: [support('page.ts'), support('served-in-page.ts')],
  ready: 'neurite',
  wasm: support('.'),
} as const;

describeInPage('workers in a page', program, (open) => {
  test('have the bits of one thread, throw its errors, and are ended by a signal', async (context) => {
    const page = await open(context);
    const outcome = await page.evaluate(async () => {
      const { accuracyScore, crossValidate, gaussianNaiveBayes, kNeighborsClassifier } = neurite;
      const { predictInWorkers, randomForestClassifier } = neurite;
      const workers = { count: 2, module: '/js/served-in-page.js' };
      const rows = 60;
      const data = Float64Array.from({ length: rows * 2 }, (_, i) => Math.sin(i * i));
      const x = { rows, columns: 2, data };
      const y = Int32Array.from({ length: rows }, (_, row) => (data[row * 2]! > 0 ? 1 : 0));
      const forest = async (threads: typeof workers | number) => {
        const model = await randomForestClassifier({ trees: 5, workers: threads }).fit(x, y);
        return JSON.stringify(Object.values(model.save().arrays).map((values) => [...values]));
      };
      const validate = async (threads: typeof workers | number, more: { readonly signal?: AbortSignal } = {}) => {
        const options = { scores: { accuracy: accuracyScore }, workers: threads, ...more };
        return [...(await crossValidate(gaussianNaiveBayes(), { x, y }, options)).predictions].join();
      };
      const neighbors = kNeighborsClassifier().fit(x, y);
      const stop = new AbortController();
      const stopped = validate(workers, { signal: stop.signal }).catch(String);
      stop.abort(new Error('enough'));
      const wide = { rows: 2, columns: 3, data: new Float64Array(6) };
      return {
        forests: [await forest(workers), await forest(1)],
        folds: [await validate(workers), await validate(1)],
        neighbors: [[...(await predictInWorkers(neighbors, x, { workers }))], [...neighbors.predict(x)]],
        stopped: await stopped,
        failure: await predictInWorkers(neighbors, wide, { workers }).catch(String),
        missing: await forest({ ...workers, module: '/js/absent.js' }).catch(String),
      };
    });
    for (const [parallel, serial] of [outcome.forests, outcome.folds, outcome.neighbors]) {
      expect(parallel).toEqual(serial);
    }
    expect(outcome.stopped).toBe('Error: enough');
    expect(outcome.failure).toBe(
      'ShapeError: kNeighborsClassifier.predict: `x` must have 2 columns, as in `fit`; received 3.',
    );
    expect(outcome.missing).toMatch(
      /^BackendError: randomForestClassifier.fit: a worker could not work \(its module could not be loaded\)\. /,
    );
  });
});
