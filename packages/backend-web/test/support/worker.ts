import { stateDict } from '@neurite/core';
import { copyToHost, serveTraining } from '../../src/index.js';
import { toyModel, trainToy } from './toys.js';

serveTraining(async ({ input, callback, engine }) => {
  const { epochs, batches, fail } = input as { epochs: number; batches: number; fail?: boolean }; // as the test sends it
  if (fail) throw new RangeError('the input asks for it.');
  using model = toyModel();
  const { steps, stopped } = await trainToy(model, { epochs, batches, callbacks: [callback] });
  return { steps, stopped, engine: engine.engine, weights: await copyToHost(stateDict(model)) };
});
