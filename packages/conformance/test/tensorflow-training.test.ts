import { expect, it } from 'vitest';
import { NO_TENSORFLOW, tensorflowProcess } from './support/tensorflow-process.js';
import { trainInNode } from './support/train-in-node.js';
import { allOfTraining } from './support/training-questions.js';

it('on TensorFlow in Node what trains is as right as in a page', async (context) => {
  if (tensorflowProcess === undefined) return context.skip(NO_TENSORFLOW);
  const faults: string[] = [];
  for (const [title, question] of allOfTraining('tensorflow-cpu')) {
    const found = await trainInNode(question, tensorflowProcess);
    faults.push(...found.faults);
    process.stdout.write(`${title}: ${found.count}, ${found.faults.length} of them wrong\n`);
  }
  expect(faults).toEqual([]);
});
