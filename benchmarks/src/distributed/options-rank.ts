import { writeFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { build, type Callback } from '@neurite/core';
import { mnist } from '@neurite/data/mnist';
import { DEFAULT_CONFIG } from '@neurite/digits-model/config';
import { INPUT_SHAPE, networkOf } from '@neurite/digits-model/network';
import { recipe, splitDigits } from '@neurite/digits-model/recipe';
import { type Mpi, type MpiOptions, mpi } from '@neurite/distributed';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { evaluate, fit } from '@neurite/training';
import { dispose } from '@tensorflow/tfjs-core';
import { median } from '../measure.js';

/** What one of several processes has measured with some options. */
export type OptionsFound = {
  readonly library: string | undefined;
  /** Of 1,000 test digits. */
  readonly accuracy: number;
  /** That one process has sent in a step, on average. */
  readonly bytes: number;
  /** Of a step, the median. */
  readonly seconds: number;
  /** Of the optimizer's state in this process. */
  readonly state: number;
};

/** Trains the digits network as one of several processes. Arguments: a file for what the first finds, options, epochs, digits. */
const [, , file, options, epochs, digits] = process.argv;
await useWasm({ threads: 1 });
const parallel = mpi(JSON.parse(options!) as MpiOptions); // written by `distributed-options`
const sent = countSent(parallel);

const parts = await splitDigits(await mnist(), 1);
using model = build(networkOf(DEFAULT_CONFIG), { input: INPUT_SHAPE, seed: 1 });
const { batches, optimizer } = recipe(parts.train.take(Number(digits)), { epochs: Number(epochs), data: 'mnist' });
const times: number[] = [];
let [before, first, state, steps] = [0, 0, 0, 0];
const watch: Callback = {
  name: 'watch',
  stepEnd: (run) => {
    const now = performance.now();
    if (run.step === 1) first = sent();
    else times.push((now - before) / 1000);
    before = now;
    steps = run.step;
  },
  epochEnd: (run) => {
    const all = run.trainingState();
    const own = Object.entries(all).filter(([name]) => name.startsWith('optimizer/'));
    state = own.reduce((sum, [, { size }]) => sum + 4 * size, 0);
    dispose(Object.values(all));
  },
};
await fit(model, batches, {
  epochs: Number(epochs),
  loss: softmaxCrossEntropy,
  optimizer,
  callbacks: [watch],
  seed: 1,
  parallel,
});
const bytes = (sent() - first) / (steps - 1);
if (parallel.rank === 0) {
  const { metrics } = await evaluate(model, parts.test.batch(250), {
    loss: softmaxCrossEntropy,
    metrics: { accuracy },
  });
  const { library } = parallel;
  const found: OptionsFound = { library, accuracy: metrics.accuracy, bytes, seconds: median(times), state };
  writeFileSync(file!, JSON.stringify(found));
}

/** Counts what this process sends, of an all-reduce as a ring does, which sends the least. */
function countSent(processes: Mpi): () => number {
  const { size, rank } = processes;
  let all = 0;
  const { allReduce, gather, exchange } = processes;
  // Compression calls the others on the same object.
  Object.assign(processes, {
    allReduce: (values: Float32Array) => {
      all += (2 * (size - 1) * values.byteLength) / size;
      return allReduce.call(processes, values);
    },
    gather: (part: Uint8Array) => {
      all += (size - 1) * part.length;
      return gather.call(processes, part);
    },
    exchange: (given: readonly Uint8Array[]) => {
      all += given.reduce((sum, part, to) => sum + (to === rank ? 0 : part.length), 0);
      return exchange.call(processes, given);
    },
  });
  return () => all;
}
