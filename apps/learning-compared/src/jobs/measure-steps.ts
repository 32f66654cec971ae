import { stepTimes } from '@neurite/command-kit/step-times';
import { fromArrays } from '@neurite/data';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adamW } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import type { NetworkName } from '../models/model-names.js';
import { buildNetwork, classify, inputOf } from '../models/train-network.js';
import type { Job, JobData } from './job.js';
import { startEngine } from './start-engine.js';
import type { NetworkSteps, Steps, Task } from './task.js';

const BATCH = 64;

/**
 * Measures train steps and predictions of networks on an engine, in batches of 64.
 *
 * @throws BackendError when the engine does not work here
 */
export async function measureSteps(
  { job, networks, steps }: Task & { readonly kind: 'steps' },
  data: JobData,
): Promise<readonly NetworkSteps[]> {
  const device = await startEngine(job.engine);
  const measured: NetworkSteps[] = [];
  for (const name of networks)
    measured.push({ network: name, device, ...(await measure(name, job, { ...data, steps })) });
  return measured;
}

async function measure(
  name: NetworkName,
  { shape, classes, seed }: Job,
  { train, test, steps }: JobData & { readonly steps: number },
): Promise<Omit<Steps, 'device'>> {
  const network = buildNetwork({ network: name, shape, columns: train.x.columns, classes, seed });
  const batches = fromArrays({ x: inputOf(network, train.x), y: train.y })
    .repeat()
    .batch(BATCH);
  const times = stepTimes();
  const options = { loss: softmaxCrossEntropy, optimizer: adamW(), epochs: 1, seed };
  // The first ones compile.
  await fit(network.module, batches.take(Math.ceil(steps / 4)), options);
  await fit(network.module, batches.take(steps), { ...options, callbacks: [times] });
  await classify(network, test.x);
  const started = performance.now();
  await classify(network, test.x);
  const predictMicroseconds = (1000 * (performance.now() - started)) / test.x.rows;
  network.module.dispose();
  return { stepMilliseconds: times.median(), predictMicroseconds };
}
