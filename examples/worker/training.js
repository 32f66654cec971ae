// The worker's module: it makes model, data and optimizer itself, since functions cannot be sent to a worker.
import { useWasm } from '@neurite/backend-wasm';
import { build, copyToHost, stateDict } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { meanSquaredError } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import { serveTraining } from '@neurite/training-worker';
import { network } from './network.js';

const engine = {
  use: async () => String(await useWasm()),
  describe: (/** @type {string} */ reason) => ({ name: 'wasm', device: 'WebAssembly', reason }),
  current: () => undefined, // it cannot be lost
};

serveTraining(engine, async ({ input, callback }) => {
  const x = Array.from({ length: 128 }, (_, i) => [i / 32 - 2]);
  const data = fromArrays({ x, y: x.map(([value]) => [Math.sin(2 * value)]) });
  const model = build(network(), { input: [1], seed: 1 });
  const { epochs } = /** @type {{ epochs: number }} */ (input);
  const options = { epochs, loss: meanSquaredError, optimizer: adam({ learningRate: 0.01 }), callbacks: [callback] };
  await fit(model, data.shuffle().batch(32), options);
  return { weights: await copyToHost(stateDict(model)) };
});
