import type { DataSet } from '../data/data-set.js';
import { drawSamples, mostSamples } from '../data/draw-samples.js';
import { takeRows } from '../data/take-rows.js';
import { inOwnProcess } from '../jobs/in-own-process.js';
import type { Engine, Job, JobData } from '../jobs/job.js';
import { runJob } from '../jobs/run-job.js';
import { isNetwork } from '../models/model-names.js';
import type { Cell, CellResult } from './results.js';
import type { Options, Scale } from './settings.js';

/** All models learn on one thread: more are measured by themselves. */
export const ONE_THREAD: Engine = { name: 'wasm', threads: 1 };

/** The name of the file of a cell. */
export function nameOfCell({ dataSet, model, inputs, samples, seed }: Cell): string {
  return [dataSet, samples, model, ...(isNetwork(model) ? [] : [inputs]), `seed${seed}`].join('-');
}

/** Measures a cell. The first one of all samples has a process of its own, which shows how much memory it takes. */
export async function measureCell(
  cell: Cell,
  dataSet: DataSet,
  { options, scale }: { readonly options: Options; readonly scale: Scale },
): Promise<CellResult> {
  const { seed, epochs } = options;
  const { leastSteps, alone } = scale;
  // Draws and models of different seeds of a run, and of different runs, have nothing in common.
  const own = 1000 * seed + cell.seed;
  const data = await samplesOf(dataSet, cell, own);
  const { model } = cell;
  const { scaled, microseconds } = dataSet.inputs[cell.inputs];
  const { shape, classes } = dataSet;
  const job: Job = { model, engine: ONE_THREAD, classes: classes.length, shape, scaled, seed: own, epochs, leastSteps };
  const isFirst = cell.seed === 0 && cell.samples === mostSamples(dataSet);
  const measured =
    isFirst && alone.includes(model) ? await inOwnProcess({ kind: 'learn', job }, data) : await runJob(job, data);
  return {
    ...cell,
    ...measured,
    trainSeconds: measured.trainSeconds + (microseconds * cell.samples) / 1e6,
    predictMicroseconds: measured.predictMicroseconds + microseconds,
  };
}

async function samplesOf({ inputs, ...dataSet }: DataSet, cell: Cell, seed: number): Promise<JobData> {
  const { train, test } = await drawSamples(dataSet, { samples: cell.samples, seed });
  const { table } = inputs[cell.inputs];
  const part = (rows: Uint32Array) => ({
    x: takeRows(table, rows),
    y: Int32Array.from(rows, (row) => dataSet.labels[row]!),
  });
  return { train: part(train), test: part(test) };
}
