/**
 * Trains with a checkpoint after each step, and tells what the weights are at the end. Arguments: a folder, that of the
 * checkpoints, and whether to wait for a signal at step 7, of which the file `ready` tells.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useWasm } from '@neurite/backend-wasm';
import { build, type Callback, hostArray, parameters } from '@neurite/core';
import { dense } from '@neurite/layers';
import { meanSquaredError } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { checkpoints, fit, stopOnInterrupt } from '@neurite/training';
import { mpi } from '../../src/index.js';
import { tell } from './tell.js';

await useWasm({ threads: 1, paths: new URL('../../../backend-wasm/wasm/', import.meta.url).href });
const [, , folder, run, wait] = process.argv;
const parallel = mpi({ timeout: 60 });
const UNITS = 64;
const batch = {
  x: hostArray(
    Float32Array.from({ length: 8 * UNITS }, (_, i) => Math.sin(i)),
    [8, UNITS],
  ),
  y: hostArray(
    Float32Array.from({ length: 8 * UNITS }, (_, i) => Math.cos(i)),
    [8, UNITS],
  ),
};
const signal = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
const pause: Callback = {
  name: 'pause',
  checkpoint: async ({ step }) => {
    if (wait === undefined || step !== 7) return;
    writeFileSync(join(folder!, `ready${parallel.rank}`), '');
    const alive = setInterval(() => {}, 1000); // who listens for a signal alone ends
    await signal;
    clearInterval(alive);
  },
};
using model = build(dense(UNITS), { input: [UNITS], seed: 1 });
await fit(model, Array(5).fill(batch) as (typeof batch)[], {
  epochs: 4,
  loss: meanSquaredError,
  optimizer: adam({ learningRate: 0.01 }),
  callbacks: [checkpoints(run!, { every: { steps: 1 } }), stopOnInterrupt({ signals: ['SIGTERM'] }), pause],
  parallel,
});
tell(
  parallel,
  [...parameters(model).values()].flatMap(({ value }) => [...value.dataSync()]),
);
