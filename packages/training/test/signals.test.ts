import { ArgumentError, type Callback, type Optimizer, stateDict } from '@neurite/core';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { mul, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { checkpoints, fit } from '../src/index.js';
import { temporaryFolders } from './support/folder.js';
import { Affine, lineBatches, squaredError } from './support/toys.js';

const newFolder = temporaryFolders();

/** Gradient descent at a rate that callbacks set. */
const steered: Optimizer = {
  name: 'steered',
  init: () => ({}),
  update: (gradients, { clock }) =>
    tidy(() => {
      const rate = clock.scalar((_step, { signals }) => -(signals.rate ?? 0.1));
      return {
        updates: Object.fromEntries(Object.entries(gradients).map(([path, g]) => [path, mul(g, rate)])),
        state: {},
      };
    }),
};

onEachBackend(() => {
  describe('signals', () => {
    it('reach schedules from the next step on, and are part of checkpoints', async () => {
      const train = async (folder: string, stopAt = -1) => {
        using model = new Affine(3, 1);
        const kernels: number[][] = [];
        const steer: Callback = {
          name: 'steer',
          stepEnd: async (run) => {
            kernels.push([...(await model.kernel.value.data())]);
            if (run.step === 2) run.signal('rate', 0);
            if (run.step === 8) run.signal('rate', 0.05);
            if (run.step === 5) expect(run.signals).toEqual({ rate: 0 });
            if (run.step === stopAt) run.stop('for now');
          },
        };
        await fit(model, lineBatches(), {
          loss: squaredError,
          optimizer: steered,
          epochs: 2,
          callbacks: [steer, checkpoints(folder)],
        });
        return { kernels, last: [...(await stateDict(model).kernel!.data())] };
      };
      const { kernels, last } = await train(await newFolder());
      expect(kernels[1]).not.toEqual(kernels[0]);
      for (const step of [2, 3, 7]) expect(kernels[step]).toEqual(kernels[1]);
      expect(kernels[8]).not.toEqual(kernels[7]);
      const folder = await newFolder();
      await train(folder, 4);
      expect((await train(folder)).last).toEqual(last);
    });

    it('are finite', async () => {
      using model = new Affine(3, 1);
      await expectNoLeak(() =>
        expectError(
          () =>
            fit(model, lineBatches(), {
              loss: squaredError,
              optimizer: steered,
              epochs: 1,
              callbacks: [{ name: 'steer', stepEnd: (run) => run.signal('rate', Number.NaN) }],
            }),
          ArgumentError,
          'run.signal rate: `value` must be a finite number; received NaN.',
        ).then(() => {}),
      );
    });
  });
});
