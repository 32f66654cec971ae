/**
 * Trains as one of several processes, or alone, with the same batches, and tells what the weights are after each step.
 * Arguments: a folder, of how many parts each process normalizes batches by themselves, and epochs.
 */
import { join } from 'node:path';
import { useWasm } from '@neurite/backend-wasm';
import { type AnyRank, type Batch, build, type Callback, type HostArray, hostArray, parameters } from '@neurite/core';
import { batchNorm, dense, dropout, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { sgd } from '@neurite/optimizers';
import { checkpoints, fit, progressBar, stopOnInterrupt } from '@neurite/training';
import { mpi } from '../../src/index.js';
import { tell } from './tell.js';

await useWasm({ threads: 1, paths: new URL('../../../backend-wasm/wasm/', import.meta.url).href });

const [SAMPLES, BATCH, FEATURES, CLASSES] = [320, 32, 6, 4];
const samples = Float32Array.from({ length: SAMPLES * FEATURES }, (_, i) => Math.sin(i * i));
const labels = Int32Array.from({ length: SAMPLES }, (_, i) => (i * i) % CLASSES);
const parts = Number(process.argv[3]);
const parallel = mpi({ timeout: 60, bucketBytes: 100 });

function batches(size: number): Batch<HostArray<'float32'>, HostArray<'int32'>>[] {
  return Array.from({ length: SAMPLES / size }, (_, b) => ({
    x: hostArray(samples.subarray(b * size * FEATURES, (b + 1) * size * FEATURES), [size, FEATURES]),
    y: hostArray(labels.subarray(b * size, (b + 1) * size), [size]),
  }));
}

/** Ten steps in each epoch. */
async function train(middle: AnyRank, accumulate: number): Promise<unknown> {
  // Each begins with weights of its own: those of the first count.
  using model = build(sequential(dense(16), middle, relu(), dense(CLASSES)), {
    input: [FEATURES],
    seed: parallel.rank,
  });
  const steps: number[][] = [];
  const watch: Callback = {
    name: 'watch',
    stepEnd: async () => {
      const trained = [...parameters(model).values()].filter(({ trainable }) => trainable);
      const values = await Promise.all(trained.map(({ value }) => value.data()));
      steps.push(values.flatMap((numbers) => [...numbers]));
    },
  };
  const { epochs } = await fit(model, batches(BATCH / accumulate), {
    epochs: Number(process.argv[4]),
    loss: softmaxCrossEntropy,
    optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
    accumulate,
    callbacks: [watch, progressBar()],
    seed: 3,
    parallel,
  });
  return { steps, losses: epochs.map(({ loss }) => loss) };
}

/** Batches of one row, which one process has alone, and more pieces of gradients than threads that wait for them. */
async function trainFewRows(): Promise<number> {
  const layers = Array.from({ length: 6 }, () => sequential(dense(8), relu()));
  using model = build(sequential(sequential(...layers), dense(CLASSES)), { input: [FEATURES], seed: 2 });
  const options = { epochs: 1, loss: softmaxCrossEntropy, optimizer: sgd({ learningRate: 0.05 }), parallel };
  return (await fit(model, batches(1).slice(0, 3), options)).epochs[0]!.loss;
}

/** Until one of the processes gets a signal, and all end with it. */
async function trainUntilSignal(): Promise<void> {
  using model = build(dense(CLASSES), { input: [FEATURES], seed: 1 });
  const signal: Callback = {
    name: 'signal',
    stepEnd: ({ step }) => {
      if (step === 7 && parallel.rank === 1) process.kill(process.pid, 'SIGTERM');
    },
  };
  await fit(model, batches(BATCH), {
    epochs: 1e6,
    loss: softmaxCrossEntropy,
    optimizer: sgd({ learningRate: 0.05 }),
    callbacks: [
      checkpoints(join(process.argv[2]!, `run${parallel.rank}`)),
      stopOnInterrupt({ signals: ['SIGTERM'] }),
      signal,
    ],
    parallel,
  });
}

tell(parallel, {
  batchNorm: await train(batchNorm(), parts),
  synchronized: await train(batchNorm({ synchronized: true }), 1),
  dropout: await train(dropout(0.3), 1),
  few: await trainFewRows(),
});
if (parallel.size > 1) await trainUntilSignal();
