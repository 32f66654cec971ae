import { pathToFileURL } from 'node:url';
import { Worker as Thread } from 'node:worker_threads';
import { BackendError, type HostCopy } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { bundleForNode } from '@neurite/testing/bundle-for-node';
import { afterEach, expect, it } from 'vitest';
import { serveTraining, trainInWorker } from '../src/index.js';
import { TestEngine } from './support/test-engine.js';

const module = pathToFileURL(bundleForNode(new URL('support/node-worker.ts', import.meta.url)));
/** A module that a worker imports: closures cannot reach it. */
const recipe = `data:text/javascript,${encodeURIComponent('export const epochs = 2;')}`;
const input = { batches: 3, recipe };

let thread: Thread;
afterEach(() => thread?.terminate());

function start(): Thread {
  thread = new Thread(module);
  return thread;
}

it('trains in a thread of Node, twice if it is kept, with a module that its input names', async () => {
  const losses: number[] = [];
  for (const keep of [true, false]) {
    const { result } = trainInWorker<{ steps: number; weights: HostCopy }>(keep ? start() : thread, {
      input,
      prefer: 'cpu',
      keep,
      onStep: (report) => losses.push(...report.losses),
    });
    const { steps, weights } = await result;
    expect(steps).toBe(6);
    expect(Object.keys(weights)).toHaveLength(4);
  }
  expect(losses).toHaveLength(12);
});

it('reports a thread that exits', async () => {
  const { result } = trainInWorker(start(), { input: { ...input, exit: true }, prefer: 'cpu' });
  await expect(result).rejects.toThrow('trainInWorker: the worker failed with Error: it exited with code 3.');
});

it('reports a module that fails, and one that does not exist', async () => {
  const fails = `data:text/javascript,${encodeURIComponent("throw new RangeError('not today')")}`;
  await expect(trainInWorker(fails).result).rejects.toThrow('the worker failed with RangeError: not today.');
  await expect(trainInWorker(new URL('nowhere.js', import.meta.url)).result).rejects.toThrow('Cannot find module');
});

it('serves only in a worker', async () => {
  await expectError(
    () => serveTraining(new TestEngine(), async () => undefined),
    BackendError,
    'serveTraining: this thread is not a worker. Call it in the module that is handed to `trainInWorker`.',
  );
});
