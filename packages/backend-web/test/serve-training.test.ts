import { stateDict } from '@neurite/core';
import { afterEach, describe, expect, it } from 'vitest';
import { copyToHost, serveTraining, type TrainingWorkerError, trainInWorker } from '../src/index.js';
import { toyModel, trainToy } from './support/toys.js';

/** Both ends of a training in one thread: the messages are cloned and transferred as between a page and a worker. */
class Both {
  readonly #channel = new MessageChannel();
  readonly worker: Worker;

  constructor() {
    const { port1, port2 } = this.#channel;
    port1.start();
    port2.start();
    this.worker = Object.assign(port1, { terminate: () => this.close() }) as unknown as Worker; // what is used of one
  }

  get port(): MessagePort {
    return this.#channel.port2;
  }

  close(): void {
    this.#channel.port1.close();
  }
}

describe('serveTraining', () => {
  let both: Both;
  afterEach(() => both.close());

  it('answers with its numbers, and gives their buffers away', async () => {
    both = new Both();
    const sent: Float32Array[] = [];
    serveTraining(
      async ({ input, callback, engine }) => {
        using model = toyModel();
        const { steps } = await trainToy(model, {
          ...(input as { epochs: number; batches: number }),
          callbacks: [callback],
        });
        const { kernel } = { kernel: Float32Array.of(1, 2, 3) };
        sent.push(kernel);
        return { steps, engine: engine.engine, kernel, names: Object.keys(await copyToHost(stateDict(model))) };
      },
      { port: both.port },
    );
    const steps: number[] = [];
    const losses: number[] = [];
    const epochs: number[] = [];
    const { result } = trainInWorker<{ kernel: Float32Array }>(both.worker, {
      input: { epochs: 2, batches: 4 },
      onStep: (report) => {
        steps.push(report.step);
        losses.push(...report.losses);
      },
      onEpoch: ({ epoch }) => epochs.push(epoch),
    });
    expect(await result).toEqual({
      steps: 8,
      engine: 'wasm',
      kernel: Float32Array.of(1, 2, 3),
      names: ['layers.0.kernel', 'layers.0.bias', 'layers.2.kernel', 'layers.2.bias'],
    });
    expect(sent[0]).toHaveLength(0);
    expect(losses).toHaveLength(8);
    expect(steps.at(-1)).toBe(8);
    expect(epochs).toEqual([1, 2]);
  });

  it('copies a buffer that cannot be given away', async () => {
    both = new Both();
    const { buffer } = new WebAssembly.Memory({ initial: 1 });
    serveTraining(async () => new Float32Array(buffer, 0, 2).fill(3), { port: both.port });
    expect(await trainInWorker(both.worker).result).toEqual(Float32Array.of(3, 3));
  });

  it('tells of errors with their names', async () => {
    both = new Both();
    serveTraining(() => Promise.reject(new TypeError('wrong.')), { port: both.port });
    const error = await trainInWorker(both.worker).result.catch((reason: TrainingWorkerError) => reason);
    expect(error).toMatchObject({
      name: 'TrainingWorkerError',
      message: 'trainInWorker: the worker failed with TypeError: wrong.',
      remoteName: 'TypeError',
      remoteStack: expect.stringContaining('TypeError'),
    });
  });
});
