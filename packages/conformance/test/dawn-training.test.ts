import { fileURLToPath } from 'node:url';
import { noSoftwareVulkan, softwareVulkan } from '@neurite/browser-testing';
import { expect, it } from 'vitest';
import { trainInNode } from './support/train-in-node.js';
import { allOfTraining, sampleOfTraining } from './support/training-questions.js';

/** `npm run check -- dawn` takes all; compiling their shaders takes minutes. */
const isWhole = process.env.NEURITE_DAWN === 'all';
const project = fileURLToPath(new URL('../../backend-node-gpu', import.meta.url));

for (const [title, question] of isWhole
  ? allOfTraining('webgpu')
  : [['a sample', sampleOfTraining('webgpu')] as const]) {
  it(`on Dawn in Node what trains is as right as in a page: ${title}`, async (context) => {
    const variables = softwareVulkan();
    if (variables === undefined) return context.skip(noSoftwareVulkan);
    const { faults, count } = await trainInNode(question, { project, variables });
    expect(count).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });
}
