import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  decisionTreeClassifier,
  decisionTreeRegressor,
  elasticNet,
  extraTreesClassifier,
  gaussianMixture,
  gaussianNaiveBayes,
  gradientBoostingClassifier,
  gradientBoostingRegressor,
  isolationForest,
  kMeans,
  kNeighborsClassifier,
  kNeighborsRegressor,
  linearRegression,
  linearSvm,
  logisticRegression,
  multinomialNaiveBayes,
  pca,
  randomForestClassifier,
  randomForestRegressor,
  rbfSvmClassifier,
  rbfSvmRegressor,
  ridgeRegression,
} from '@neurite/classical';
import { RandomStream, type Table } from '@neurite/core';
import { OURS } from '../goals.js';
import type { Contender } from '../measure.js';
import { mlPeers } from '../peers/ml.js';
import { processPeer } from '../peers/process-peer.js';
import { formatRatios } from '../report.js';
import type { Case, OpenCase, Suite } from '../suite.js';

const COLUMNS = 50;
const SIZES = [10_000, 100_000];
const SKLEARN = 'scikit-learn';
const ML = 'ml-*';
/** Estimators whose time grows too fast for the larger size. */
const SLOW = new Set(['rbfSvmClassifier', 'rbfSvmRegressor']);
/** So many rows are predicted by neighbors and kernels. */
const QUERIES = 1000;

/** A peer that would take so many milliseconds is left out. */
const PATIENCE = 2000;

type Data = {
  readonly x: Table;
  readonly y: Float64Array;
  /** Two classes. */
  readonly labels: Int32Array;
  readonly five: Int32Array;
};
type Phase = 'fit' | 'predict';
/** Learns, and gives what predicts. */
type Fit = (data: Data) => ((x: Table) => unknown) | Promise<(x: Table) => unknown>;

const head = (x: Table, rows: number): Table => ({ ...x, rows, data: x.data.subarray(0, rows * x.columns) });
const counts = (x: Table): Table => ({ ...x, data: x.data.map(Math.abs) });
const predictor = (model: { predict(x: Table): Float64Array }) => (x: Table) => model.predict(x);

/** What each does is in python/classical_peer.py too. */
const estimators: Readonly<Record<string, Fit>> = {
  linearRegression: ({ x, y }) => predictor(linearRegression().fit(x, y)),
  ridgeRegression: ({ x, y }) => predictor(ridgeRegression().fit(x, y)),
  elasticNet: ({ x, y }) => predictor(elasticNet({ alpha: 0.1 }).fit(x, y)),
  logisticRegression: ({ x, labels }) => predictor(logisticRegression().fit(x, labels)),
  softmaxRegression: ({ x, five }) => predictor(logisticRegression().fit(x, five)),
  linearSvm: ({ x, labels }) => predictor(linearSvm().fit(x, labels)),
  gaussianNaiveBayes: ({ x, labels }) => predictor(gaussianNaiveBayes().fit(x, labels)),
  multinomialNaiveBayes: ({ x, labels }) => predictor(multinomialNaiveBayes().fit(x, labels)),
  decisionTreeClassifier: ({ x, labels }) => predictor(decisionTreeClassifier().fit(x, labels)),
  decisionTreeRegressor: ({ x, y }) => predictor(decisionTreeRegressor().fit(x, y)),
  randomForestClassifier: async ({ x, labels }) =>
    predictor(await randomForestClassifier({ trees: 10 }).fit(x, labels)),
  randomForestRegressor: async ({ x, y }) =>
    predictor(await randomForestRegressor({ trees: 10, maxFeatures: 'sqrt' }).fit(x, y)),
  extraTreesClassifier: async ({ x, labels }) => predictor(await extraTreesClassifier({ trees: 10 }).fit(x, labels)),
  gradientBoostingClassifier: async ({ x, labels }) => predictor(await gradientBoostingClassifier().fit(x, labels)),
  gradientBoostingOfFive: async ({ x, five }) =>
    predictor(await gradientBoostingClassifier({ iterations: 20 }).fit(x, five)),
  gradientBoostingRegressor: async ({ x, y }) => predictor(await gradientBoostingRegressor().fit(x, y)),
  kNeighborsClassifier: ({ x, labels }) => {
    const model = kNeighborsClassifier().fit(x, labels);
    return (unseen) => model.predict(head(unseen, QUERIES));
  },
  kNeighborsRegressor: ({ x, y }) => {
    const model = kNeighborsRegressor().fit(x, y);
    return (unseen) => model.predict(head(unseen, QUERIES));
  },
  rbfSvmClassifier: async ({ x, labels }) => {
    const model = await rbfSvmClassifier().fit(x, labels);
    return (unseen) => model.predict(head(unseen, QUERIES));
  },
  rbfSvmRegressor: async ({ x, y }) => {
    const model = await rbfSvmRegressor().fit(x, y);
    return (unseen) => model.predict(head(unseen, QUERIES));
  },
  gaussianMixture: ({ x }) => predictor(gaussianMixture({ components: 4, maxIterations: 10, tolerance: 0 }).fit(x)),
  isolationForest: async ({ x }) => predictor(await isolationForest().fit(x)),
  kMeans: ({ x }) => predictor(kMeans({ initial: head(x, 8), tolerance: 0, maxIterations: 20 }).fit(x)),
  pca: ({ x }) => {
    const fitted = pca({ components: 10 }).fit(x);
    return (rows) => fitted.transform(rows);
  },
};

/** Each estimator of classical, learning and predicting. */
export const classicalSuite: Suite = {
  name: 'classical',
  description: `estimators of tables of ${COLUMNS} columns, learning and predicting, against scikit-learn and ml-*`,
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neurite-bench-'));
    const data = makeData(Math.max(...SIZES));
    writeFileSync(join(folder, 'x.f64'), new Uint8Array(data.x.data.buffer));
    writeFileSync(join(folder, 'y.f64'), new Uint8Array(data.y.buffer));
    const stops: (() => void)[] = [];
    const cases = SIZES.flatMap((rows) =>
      Object.entries(estimators).flatMap(([name, fit]) =>
        SLOW.has(name) && rows > SIZES[0]!
          ? []
          : (['fit', 'predict'] as const).map((phase): Case => {
              const own = firstOf(data, rows);
              const given = name === 'multinomialNaiveBayes' ? { ...own, x: counts(own.x) } : own;
              const size = rows.toLocaleString('en');
              return {
                name: `${name}, ${phase} of ${size} rows`,
                row: `${name} ${phase}`,
                size,
                open: async () => {
                  for (const stop of stops.splice(0)) stop();
                  return openCase(
                    { data: given, name, fit, phase },
                    [folder, name, `${rows}`, `${COLUMNS}`, phase],
                    stops,
                  );
                },
              };
            }),
      ),
    );
    return {
      notes: [`${QUERIES.toLocaleString('en')} rows are predicted by neighbors and kernels; forests have 10 trees`],
      packages: [],
      cases,
      summary: (results) => [
        {
          title: 'classical: our time in terms of others’',
          lines: formatRatios(results, {
            columns: [
              [SKLEARN, SKLEARN],
              [ML, ML],
            ],
            share: '',
          }),
        },
      ],
      close: () => {
        for (const stop of stops) stop();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

async function openCase(
  { data, name, fit, phase }: { readonly data: Data; readonly name: string; readonly fit: Fit; readonly phase: Phase },
  args: readonly string[],
  stops: (() => void)[],
): Promise<OpenCase> {
  const predict = await fit(data);
  const contenders: Contender[] = [{ name: OURS, run: () => (phase === 'fit' ? fit(data) : predict(data.x)) }];
  const absent: { name: string; reason: string }[] = [];
  const ml = openMl(name, data, phase);
  if (ml !== undefined && 'run' in ml) contenders.push(ml);
  else if (ml !== undefined) absent.push(ml);
  const peer = await processPeer({
    name: SKLEARN,
    command: process.env.PYTHON ?? 'python3',
    arguments: [fileURLToPath(new URL('../../python/classical_peer.py', import.meta.url)), ...args],
    environment: { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  }).connect();
  if (typeof peer === 'string') return { contenders, absent: [...absent, { name: SKLEARN, reason: peer }] };
  const { ready, unable = 'it did not say that it is ready' } = peer.hello;
  if (ready === undefined) return { contenders, absent: [...absent, { name: SKLEARN, reason: unable }] };
  stops.push(peer.hangUp);
  const run = async (): Promise<number> => (await peer.ask({ run: true })).milliseconds ?? Number.NaN;
  return { contenders: [...contenders, { name: SKLEARN, run }], absent };
}

/** The peer of the family `ml-*`; few rows tell whether it would take too long. */
function openMl(name: string, data: Data, phase: Phase): Contender | { name: string; reason: string } | undefined {
  const make = mlPeers[name];
  if (make === undefined) return undefined;
  try {
    // Some take minutes for a tenth, too.
    for (const share of [100, 10]) {
      const few = make(firstOf(data, data.x.rows / share));
      const start = performance.now();
      few.fit().predict();
      const milliseconds = performance.now() - start;
      if (milliseconds > PATIENCE / 10) {
        const rows = (data.x.rows / share).toLocaleString('en');
        return { name: ML, reason: `${few.name} takes ${milliseconds.toFixed(0)} ms for ${rows} rows` };
      }
    }
    const { fit } = make(data);
    const { predict } = fit();
    return { name: ML, run: phase === 'fit' ? fit : predict };
  } catch (error) {
    return { name: ML, reason: error instanceof Error ? error.message : String(error) };
  }
}

const firstOf = ({ x, y, labels, five }: Data, rows: number): Data => ({
  x: head(x, rows),
  y: y.subarray(0, rows),
  labels: labels.subarray(0, rows),
  five: five.subarray(0, rows),
});

/** Normally distributed columns, and targets that depend on them: a line, a wave and noise. */
function makeData(rows: number): Data {
  const random = RandomStream.fromSeed(1);
  const data = Float64Array.from(random.child('x').normals(rows * COLUMNS));
  const coefficients = random.child('coefficients').normals(COLUMNS);
  const noise = random.child('noise').normals(rows);
  const y = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    y[row] = 5 * Math.sin(3 * data[row * COLUMNS]!) + noise[row]!;
    for (let column = 0; column < COLUMNS; column++) y[row]! += coefficients[column]! * data[row * COLUMNS + column]!;
  }
  return {
    x: { rows, columns: COLUMNS, data },
    y,
    labels: Int32Array.from(y, (value) => (value > 0 ? 1 : 0)),
    five: Int32Array.from(y, (value) => Math.min(4, Math.max(0, Math.floor(value / 5 + 2.5)))),
  };
}
