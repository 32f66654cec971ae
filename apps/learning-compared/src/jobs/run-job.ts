import type { Table } from '@neurite/core';
import { isNetwork } from '../models/model-names.js';
import { scaleColumns } from '../models/scale-columns.js';
import type { Job, JobData, Labelled, Measured } from './job.js';
import type { Learned } from './learned.js';

/** Lets a model learn and predict, and measures both. The same job gives the same accuracy. */
export async function runJob(job: Job, data: JobData): Promise<Measured> {
  const learn = await learnerOf(job);
  const started = performance.now();
  const [train, test] = job.scaled ? scaleColumns(data.train.x, data.test.x) : [data.train.x, data.test.x];
  const scaledAfter = performance.now();
  // Of both parts together; each has its share by its rows.
  const scalingPerRow = (scaledAfter - started) / (train.rows + test.rows);
  const learned = await learn({ x: train, y: data.train.y });
  const trainSeconds = (performance.now() - scaledAfter + scalingPerRow * train.rows) / 1000;
  try {
    const predicting = performance.now();
    const predicted = await learned.predict(test);
    const milliseconds = performance.now() - predicting;
    const right = data.test.y.reduce((sum, label, row) => sum + Number(predicted[row] === label), 0);
    const { parameters, modelBytes } = learned;
    return {
      accuracy: right / test.rows,
      tested: test.rows,
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

/** Loads what a model needs: what only networks need takes time and memory, which the other models do not have to answer for. */
async function learnerOf(job: Job): Promise<(data: Labelled) => Promise<Learned>> {
  const { model } = job;
  if (isNetwork(model)) {
    const [{ startEngine }, { learnNetwork }] = await Promise.all([
      import('./start-engine.js'),
      import('./learn-network.js'),
    ]);
    // Not a part of learning: it is done once for all networks.
    await startEngine(job.engine);
    return (data) => learnNetwork({ ...job, model }, data);
  }
  const { learnClassical } = await import('./learn-classical.js');
  return (data) => learnClassical({ ...job, model }, data);
}
