import { NeuriteError } from '@neurite/core/errors';
import type { DataSet } from '../data/data-set.js';
import { takeRows } from '../data/take-rows.js';
import { inOwnProcess } from '../jobs/in-own-process.js';
import type { Engine, Job, JobData } from '../jobs/job.js';
import { NETWORKS, type NetworkName } from '../models/model-names.js';
import type { HardwareResult } from './results.js';
import type { Measurements } from './run-folder.js';

const ENGINES: readonly Engine[] = [
  { name: 'cpu' },
  { name: 'wasm', threads: 1 },
  { name: 'wasm', threads: 2 },
  { name: 'gpu' },
];

/** Enough samples for the batches of a measurement. */
const SAMPLES = 512;

/**
 * Measures train steps of both networks on every engine of this machine, each in a process of its own.
 *
 * @param images a data set of images
 * @param say called before each measurement with what is measured
 */
export async function measureHardware(
  images: DataSet,
  measurements: Measurements,
  { steps, say }: { readonly steps: number; say(what: string): void },
): Promise<readonly HardwareResult[]> {
  const rows = Uint32Array.from({ length: Math.min(SAMPLES, images.labels.length) }, (_, i) => i);
  const samples = {
    x: takeRows(images.inputs.raw.table, rows),
    y: Int32Array.from(rows, (row) => images.labels[row]!),
  };
  const results: HardwareResult[] = [];
  for (const network of Object.keys(NETWORKS) as NetworkName[]) {
    for (const engine of ENGINES) {
      const threads = engine.name === 'wasm' ? engine.threads : 1;
      say(`${NETWORKS[network]} on ${engine.name}${threads > 1 ? `, ${threads} threads` : ''}`);
      const job: Job = {
        model: network,
        engine,
        classes: images.classes.length,
        shape: images.shape,
        scaled: false,
        seed: 0,
        epochs: 1,
      };
      const name = `hardware-${network}-${engine.name}${threads}`;
      const measure = () => measureOne(job, { train: samples, test: samples }, steps);
      results.push({ network, engine: engine.name, threads, ...(await measurements.once(name, measure)) });
    }
  }
  return results;
}

type Outcome =
  | { readonly device: string; readonly stepMilliseconds: number; readonly predictMicroseconds: number }
  | { readonly reason: string };

async function measureOne(job: Job, data: JobData, steps: number): Promise<Outcome> {
  if (job.engine.name === 'cpu' && job.model === 'convolutional')
    return { reason: 'a step of a convolution takes minutes there' };
  try {
    return await inOwnProcess({ kind: 'steps', job, steps }, data);
  } catch (error) {
    // What does not work here is a result.
    if (error instanceof NeuriteError && error.details.problem !== undefined) return { reason: error.details.problem };
    throw error;
  }
}
