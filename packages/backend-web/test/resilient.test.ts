import type { Callback } from '@neurite/core';
import { getBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { resilient, useWeb } from '../src/index.js';
import { forgetDevice, watchDevice } from '../src/internal/devices.js';
import { toyModel, trainToy } from './support/toys.js';

// What happens when a device is lost is tested in a browser.
describe('resilient on an engine that cannot be lost', () => {
  beforeAll(async () => {
    await useWeb();
  });

  it('trains as without it', async () => {
    using plain = toyModel();
    using model = toyModel();
    const expected = await trainToy(plain, { epochs: 2, batches: 3 });
    const history = await resilient(model, (survival) =>
      trainToy(model, { epochs: 2, batches: 3, callbacks: [survival] }),
    );
    expect(history.epochs.map(({ loss }) => loss)).toEqual(expected.epochs.map(({ loss }) => loss));
    expect(getBackend()).toBe('wasm');
  });

  it('passes on what training throws', async () => {
    using model = toyModel();
    const breaks: Callback = {
      name: 'breaks',
      stepEnd: () => {
        throw new RangeError('no more');
      },
    };
    const training = resilient(model, (survival) =>
      trainToy(model, { epochs: 1, batches: 2, callbacks: [survival, breaks] }),
    );
    await expect(training).rejects.toThrow(new RangeError('no more'));
  });

  /** When a run was written down. */
  async function copies(): Promise<string[]> {
    using model = toyModel();
    const copied: string[] = [];
    await resilient(
      model,
      (survival) => {
        const watched: Callback = {
          ...survival,
          checkpoint: (run, point) => {
            const { snapshot } = run;
            const spy = {
              ...run,
              step: run.step,
              model: run.model,
              snapshot: () => {
                copied.push(`${point} ${run.step}`);
                return snapshot.call(run);
              },
            };
            return survival.checkpoint?.(spy, point);
          },
        };
        return trainToy(model, { epochs: 2, batches: 3, callbacks: [watched] });
      },
      { every: 2 },
    );
    return copied;
  }

  it('copies after every so many steps, and after each epoch', async () => {
    watchDevice('wasm'); // as if it had one
    expect(await copies()).toEqual(['step 2', 'epoch 3', 'step 4', 'step 6', 'epoch 6']);
    forgetDevice('wasm');
  });

  it('copies nothing where nothing can be lost', async () => {
    expect(await copies()).toEqual([]);
  });

  it('checks how often to copy', async () => {
    using model = toyModel();
    await expect(resilient(model, async () => 1, { every: 0 })).rejects.toThrow(
      'resilient: `every` must be a whole number of at least 1; received 0.',
    );
  });
});
