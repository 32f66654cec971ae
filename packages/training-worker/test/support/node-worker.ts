import '@tensorflow/tfjs-backend-cpu';
import { copyToHost, stateDict } from '@neurite/core';
import { serveTraining, type TrainingJob } from '../../src/index.js';
import { TestEngine } from './test-engine.js';
import { toyModel, trainToy } from './toys.js';

/** What the test sends; `exit` ends the thread, `recipe` is a module whose default export chooses the epochs. */
type Input = { readonly batches: number; readonly exit?: boolean; readonly recipe: string };

serveTraining(new TestEngine(), async ({ input, callback }: TrainingJob<Input>) => {
  if (input.exit) process.exit(3);
  const { epochs } = (await import(input.recipe)) as { readonly epochs: number }; // a module of the test's
  using model = toyModel();
  const { steps } = await trainToy(model, { epochs, batches: input.batches, callbacks: [callback] });
  return { steps, weights: await copyToHost(stateDict(model)) };
});
