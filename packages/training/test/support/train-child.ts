/**
 * A training run in a process of its own, to be killed. Arguments: one JSON object, see `ChildOptions`. It prints
 * `step <n>` after each step, and writes the final weights and the history at the end.
 */
import '@tensorflow/tfjs-backend-cpu';
import { once } from 'node:events';
import { useWasm } from '@neurite/backend-wasm';
import { type Callback, stateDict } from '@neurite/core';
import { saveSafetensors, writeFileAtomic } from '@neurite/formats';
import { env, setBackend } from '@tensorflow/tfjs-core';
import { checkpoints, earlyStopping, fit, stopOnInterrupt } from '../../src/index.js';
import { lineBatches, momentum, near, shuffled, squaredError, Two } from './toys.js';

export type ChildOptions = {
  readonly folder: string;
  /** Ends the process in the hard way after this step. */
  readonly killAt?: number;
  /** Milliseconds to wait after each step. */
  readonly pause?: number;
  /** Waits after this step until its standard input is closed. */
  readonly stayAt?: number;
  /** Milliseconds without a turn of the event loop in each step. */
  readonly block?: number;
  readonly hidden?: number;
  readonly learningRate?: number;
  readonly epochs?: number;
  readonly every?: number;
  /** Runs on the wasm engine with so many threads. Default: on the cpu engine. */
  readonly threads?: number;
};

const {
  folder,
  killAt,
  stayAt,
  pause = 0,
  block = 0,
  hidden = 4,
  learningRate = 0.05,
  epochs = 4,
  every = 4,
  threads,
}: ChildOptions = JSON.parse(process.argv[2] ?? '{}');
env().set('IS_TEST', true);
if (threads === undefined) await setBackend('cpu');
else await useWasm({ threads, paths: new URL('../../../backend-wasm/wasm/', import.meta.url).href });

const watch: Callback = {
  name: 'watch',
  stepEnd: async (run) => {
    process.stdout.write(`step ${run.step}\n`);
    if (run.step === killAt) process.kill(process.pid, 'SIGKILL');
    if (run.step === stayAt) await once(process.stdin.resume(), 'end');
    const until = performance.now() + block;
    while (performance.now() < until);
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
  },
};

const model = new Two({ noise: 0.1, hidden });
const history = await fit(model, shuffled(lineBatches()), {
  epochs,
  validation: lineBatches(9, 4, 5),
  loss: squaredError,
  metrics: { near },
  optimizer: momentum(learningRate),
  callbacks: [
    watch,
    checkpoints(`${folder}/checkpoints`, { every: { steps: every }, keep: 2, best: 'validation.near', mode: 'max' }),
    earlyStopping({ patience: 50, minDelta: 0.01 }),
    stopOnInterrupt(),
  ],
  seed: 7,
});
await saveSafetensors(`${folder}/weights.safetensors`, { tensors: stateDict(model) });
await writeFileAtomic(
  `${folder}/history.json`,
  JSON.stringify(history.epochs.map((record) => ({ ...record, seconds: 0 }))),
);
