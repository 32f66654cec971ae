import { webEngine } from '@neurite/backend-web';
import { copyToHost, stateDict } from '@neurite/core';
import { serveTraining, type TrainingJob } from '../../src/index.js';
import { toyModel, trainToy } from './toys.js';

/** What the test sends. */
type Input = { readonly epochs: number; readonly batches: number; readonly fail?: boolean };

serveTraining(webEngine, async ({ input, callback, engine }: TrainingJob<Input, { readonly engine: string }>) => {
  const { epochs, batches, fail } = input;
  if (fail) throw new RangeError('the input asks for it.');
  using model = toyModel();
  const { steps, stopped } = await trainToy(model, { epochs, batches, callbacks: [callback] });
  return { steps, stopped, engine: engine.engine, weights: await copyToHost(stateDict(model)) };
});
