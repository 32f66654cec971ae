import type { Measurements } from '@neurite/command-kit/measured-run';
import { NeuriteError } from '@neurite/core/errors';
import type { DataSet } from '../data/data-set.js';
import { takeRows } from '../data/take-rows.js';
import { inOwnProcess } from '../jobs/in-own-process.js';
import type { Job, JobData } from '../jobs/job.js';
import type { Steps } from '../jobs/task.js';
import { NETWORKS, type NetworkName } from '../models/model-names.js';
import type { HardwareResult } from './results.js';
import type { Scale } from './settings.js';

/** Enough samples for the batches of a measurement. */
const SAMPLES = 512;

/**
 * Measures train steps of both networks on every engine of this machine, each engine in a process of its own.
 *
 * @param images a data set of images
 * @param say called before each measurement with what is measured
 */
export async function measureHardware(
  images: DataSet,
  measurements: Measurements,
  { engines, steps, say }: Pick<Scale, 'engines' | 'steps'> & { say(what: string): void },
): Promise<readonly HardwareResult[]> {
  const rows = Uint32Array.from({ length: Math.min(SAMPLES, images.labels.length) }, (_, i) => i);
  const samples = {
    x: takeRows(images.inputs.raw.table, rows),
    y: Int32Array.from(rows, (row) => images.labels[row]!),
  };
  const { shape, classes } = images;
  const results: HardwareResult[] = [];
  for (const engine of engines) {
    const threads = engine.name === 'wasm' ? engine.threads : 1;
    say(`${engine.name}${threads > 1 ? `, ${threads} threads` : ''}`);
    const settings = { classes: classes.length, shape, scaled: false, seed: 0, epochs: 1, leastSteps: 1 };
    const measure = () =>
      measureEngine({ model: 'dense', engine, ...settings }, { train: samples, test: samples }, steps);
    const measured = await measurements.once(`hardware-${engine.name}-${threads}`, measure);
    for (const outcome of measured) results.push({ engine: engine.name, threads, ...outcome });
  }
  return results.sort((a, b) => NAMES.indexOf(a.network) - NAMES.indexOf(b.network));
}

const NAMES = Object.keys(NETWORKS) as NetworkName[];

type Outcome = { readonly network: NetworkName } & (Steps | { readonly reason: string });

/** What comes of each network on an engine. */
async function measureEngine(job: Job, data: JobData, steps: number): Promise<readonly Outcome[]> {
  // Plain JavaScript takes minutes for a step of a convolution.
  const possible = NAMES.filter((network) => job.engine.name !== 'cpu' || network !== 'convolutional');
  const left = NAMES.filter((network) => !possible.includes(network));
  try {
    const measured = await inOwnProcess({ kind: 'steps', job, networks: possible, steps }, data);
    return [
      ...measured,
      ...left.map((network) => ({ network, reason: 'a step of a convolution takes minutes there' })),
    ];
  } catch (error) {
    // What does not work here is a result.
    if (!(error instanceof NeuriteError) || error.details.problem === undefined) throw error;
    const reason = error.details.problem;
    return NAMES.map((network) => ({ network, reason }));
  }
}
