import type { Module } from '@neurite/core';
import { expect, it } from 'vitest';
import type { DeviceLoss } from '../src/index.js';
import { describeInBrowser } from './support/browser.js';

const EPOCHS = 2;
const BATCHES = 5;
const LOST_AFTER = 7;

describeInBrowser('the loss of a device', (open) => {
  for (const engine of ['webgpu', 'webgl'] as const) {
    it(`of ${engine} is an error where a tensor is read, and not the end of a training`, async (context) => {
      const page = await open(context);
      const outcome = await page.evaluate(
        async ({ engine, epochs, batches, lostAfter }) => {
          const { web, toys, tfjs, core } = neurite;
          const weights = async (model: Module<never, unknown>): Promise<number[]> =>
            Object.values(await web.copyToHost(core.stateDict(model))).flatMap(({ data }) => [...data]);

          await web.useWeb({ prefer: 'wasm' });
          const undisturbed = toys.toyModel();
          const reference = await toys.trainToy(undisturbed, { epochs, batches });
          const expected = await weights(undisturbed);
          undisturbed.dispose();

          await web.useWeb({ prefer: engine });
          const stale = tfjs.square(tfjs.tensor1d([1, 2, 3]));
          const before = tfjs.memory().numTensors;
          const losses: DeviceLoss[] = [];
          const stopListening = web.onDeviceLost((loss) => losses.push(loss));
          const steps: string[] = [];
          const moves: { step: number; engine: string; tried: string[]; weights: Promise<number[]> }[] = [];
          const model = toys.toyModel();
          let atLoss: number[] = [];
          const history = await web.resilient(
            model,
            (survival) =>
              toys.trainToy(model, {
                epochs,
                batches,
                callbacks: [
                  survival,
                  {
                    name: 'watch',
                    stepEnd: async (run) => {
                      steps.push(`${run.step} on ${tfjs.getBackend()}`);
                      if (run.step === lostAfter) atLoss = await weights(run.model);
                    },
                    // After the copy of this step.
                    checkpoint: (run, point) => {
                      if (point === 'step' && run.step === lostAfter) neurite.loseDevice();
                    },
                  },
                ],
              }),
            {
              onMove: ({ step, report }) => {
                const tried = report.tried.map((one) => one.reason);
                moves.push({ step, engine: report.engine, tried, weights: weights(model) });
              },
            },
          );
          stopListening();
          const actual = await weights(model);
          model.dispose();
          return {
            losses,
            steps,
            moves: await Promise.all(moves.map(async (move) => ({ ...move, weights: await move.weights }))),
            atLoss,
            expected,
            actual,
            history: history.epochs.map(({ steps, loss }) => ({ steps, loss })),
            expectedHistory: reference.epochs.map(({ steps, loss }) => ({ steps, loss })),
            leaked: tfjs.memory().numTensors - before,
            read: await stale.data().then(String, String),
            used: await Promise.resolve(() => tfjs.add(stale, 1))
              .then((f) => String(f()))
              .catch(String),
            probe: (await web.probe()).engines.find((one) => one.engine === engine),
          };
        },
        { engine, epochs: EPOCHS, batches: BATCHES, lostAfter: LOST_AFTER },
      );
      expect(outcome.losses).toEqual([{ engine, reason: expect.any(String) }]);
      const all = Array.from({ length: EPOCHS * BATCHES }, (_, i) => `${i + 1} on ${i < LOST_AFTER ? engine : 'wasm'}`);
      // The step that was under way may have been reported before its weights were copied; then it is done again.
      expect(outcome.steps.filter((step) => step !== `${LOST_AFTER + 1} on ${engine}`)).toEqual(all);
      expect(outcome.moves).toMatchObject([{ step: LOST_AFTER, engine: 'wasm', weights: outcome.atLoss }]);
      expect(outcome.moves[0]?.tried.join()).toContain('its device was lost');
      for (const [i, value] of outcome.expected.entries()) expect(outcome.actual[i]).toBeCloseTo(value, 4);
      for (const [i, { steps, loss }] of outcome.expectedHistory.entries()) {
        expect(outcome.history[i]).toEqual({ steps, loss: expect.closeTo(loss, 4) });
      }
      expect(outcome.leaked).toBe(0);
      const sentence = new RegExp(`^BackendError: ${engine}: the device was lost \\(.+\\), and with it the values`);
      expect(outcome.read).toMatch(sentence);
      // On another engine tfjs would read it, too.
      expect(outcome.used).toMatch(sentence);
      expect(outcome.probe).toMatchObject({ available: false, remedy: 'reload the page' });
    });
  }
});
