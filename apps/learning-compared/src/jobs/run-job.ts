import { countParameters, type Estimator, type Table } from '@neurite/core';
import { estimators } from '../models/classical.js';
import { isNetwork } from '../models/model-names.js';
import { scaleColumns } from '../models/scale-columns.js';
import { buildNetwork, classify, trainNetwork } from '../models/train-network.js';
import type { Job, JobData, Labelled, Measured } from './job.js';
import { startEngine } from './start-engine.js';

/** What has learned. */
type Learned = {
  predict(x: Table): Promise<ArrayLike<number>>;
  readonly parameters: number;
  readonly modelBytes: number;
  dispose(): void;
};

/** Lets a model learn and predict, and measures both. The same job gives the same accuracy. */
export async function runJob(job: Job, data: JobData): Promise<Measured> {
  // Not a part of learning: it is done once for all networks.
  if (isNetwork(job.model)) await startEngine(job.engine);
  const started = performance.now();
  const [train, test] = job.scaled ? scaleColumns(data.train.x, data.test.x) : [data.train.x, data.test.x];
  const scaledAfter = performance.now();
  // Of both parts together; each has its share by its rows.
  const scalingPerRow = (scaledAfter - started) / (train.rows + test.rows);
  const learned = await learn(job, { x: train, y: data.train.y });
  const trainSeconds = (performance.now() - scaledAfter + scalingPerRow * train.rows) / 1000;
  try {
    const predicting = performance.now();
    const predicted = await learned.predict(test);
    const milliseconds = performance.now() - predicting;
    const right = data.test.y.reduce((sum, label, row) => sum + Number(predicted[row] === label), 0);
    const { parameters, modelBytes } = learned;
    return {
      accuracy: right / test.rows,
      trainSeconds,
      predictMicroseconds: 1000 * ((await again(learned, test, milliseconds)) / test.rows + scalingPerRow),
      parameters,
      modelBytes,
    };
  } finally {
    learned.dispose();
  }
}

/** A prediction that took longer than so many milliseconds is not repeated. */
const LONG = 300;

/** The first call compiles; what counts is the second. */
async function again(learned: Learned, x: Table, first: number): Promise<number> {
  if (first > LONG) return first;
  const started = performance.now();
  await learned.predict(x);
  return performance.now() - started;
}

async function learn(job: Job, { x, y }: Labelled): Promise<Learned> {
  const { model, shape, classes, seed, epochs } = job;
  if (!isNetwork(model)) return learnClassical(estimators[model](x.rows), { x, y }, seed);
  const network = buildNetwork({ network: model, shape, columns: x.columns, classes, seed });
  await trainNetwork(network, { x, y }, { epochs, seed });
  const { total, bytes } = countParameters(network.module);
  return {
    predict: (rows) => classify(network, rows),
    parameters: total,
    modelBytes: bytes,
    dispose: () => network.module.dispose(),
  };
}

async function learnClassical(estimator: Estimator, { x, y }: Labelled, seed: number): Promise<Learned> {
  const fitted = await estimator.fit(x, y, { seed });
  const arrays = Object.values(fitted.save().arrays);
  return {
    predict: async (rows) => fitted.predict(rows),
    parameters: arrays.reduce((sum, { length }) => sum + length, 0),
    modelBytes: arrays.reduce((sum, { byteLength }) => sum + byteLength, 0),
    dispose: () => {},
  };
}
