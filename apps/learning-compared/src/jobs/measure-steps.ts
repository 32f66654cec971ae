import { stepTimes } from '@neurite/command-kit/step-times';
import { fromArrays } from '@neurite/data';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adamW } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import { isNetwork } from '../models/model-names.js';
import { buildNetwork, classify, inputOf } from '../models/train-network.js';
import type { Job, JobData } from './job.js';
import { startEngine } from './start-engine.js';
import type { Steps } from './task.js';

const BATCH = 64;

/**
 * Measures a train step and a prediction of a network on an engine, in batches of 64.
 *
 * @param steps how many are measured
 * @throws BackendError when the engine does not work here
 */
export async function measureSteps(job: Job, { train, test }: JobData, steps: number): Promise<Steps> {
  const device = await startEngine(job.engine);
  const { model, seed } = job;
  const network = buildNetwork({ ...job, network: isNetwork(model) ? model : 'dense', columns: train.x.columns });
  const batches = fromArrays({ x: inputOf(network, train.x), y: train.y })
    .repeat(Number.POSITIVE_INFINITY)
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
  return { stepMilliseconds: times.median(), predictMicroseconds, device };
}
