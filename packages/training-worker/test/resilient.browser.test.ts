import type { ModuleTree } from '@neurite/core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';

const EPOCHS = 2;
const BATCHES = 5;
const LOST_AFTER = 7;

describeInBrowser('resilient: the loss of a device', (open) => {
  for (const engine of ['webgpu', 'webgl'] as const) {
    it(`of ${engine} does not end a training`, async (context) => {
      const page = await open(context);
      const outcome = await page.evaluate(
        async ({ engine, epochs, batches, lostAfter }) => {
          const { web, training, toys, tfjs, core } = neurite;
          const weights = async (model: ModuleTree): Promise<number[]> =>
            Object.values(await core.copyToHost(core.stateDict(model))).flatMap(({ data }) => [...data]);

          await web.useWeb({ prefer: 'wasm' });
          const undisturbed = toys.toyModel();
          const reference = await toys.trainToy(undisturbed, { epochs, batches });
          const expected = await weights(undisturbed);
          undisturbed.dispose();

          await web.useWeb({ prefer: engine });
          const before = tfjs.memory().numTensors;
          const steps: string[] = [];
          const moves: { step: number; engine: string; lost: string; tried: string[]; weights: Promise<number[]> }[] =
            [];
          const model = toys.toyModel();
          let atLoss: number[] = [];
          const history = await training.resilient(
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
              engine: web.webEngine,
              onMove: ({ step, report, loss }) => {
                const tried = report.tried.map((one) => one.reason);
                moves.push({ step, engine: report.engine, lost: loss.engine, tried, weights: weights(model) });
              },
            },
          );
          const actual = await weights(model);
          model.dispose();
          return {
            steps,
            moves: await Promise.all(moves.map(async (move) => ({ ...move, weights: await move.weights }))),
            atLoss,
            expected,
            actual,
            history: history.epochs.map(({ steps, loss }) => ({ steps, loss })),
            expectedHistory: reference.epochs.map(({ steps, loss }) => ({ steps, loss })),
            leaked: tfjs.memory().numTensors - before,
          };
        },
        { engine, epochs: EPOCHS, batches: BATCHES, lostAfter: LOST_AFTER },
      );
      const all = Array.from({ length: EPOCHS * BATCHES }, (_, i) => `${i + 1} on ${i < LOST_AFTER ? engine : 'wasm'}`);
      // The step in progress may be reported before its weights are copied; then it is repeated.
      expect(outcome.steps.filter((step) => step !== `${LOST_AFTER + 1} on ${engine}`)).toEqual(all);
      expect(outcome.moves).toMatchObject([
        { step: LOST_AFTER, engine: 'wasm', lost: engine, weights: outcome.atLoss },
      ]);
      expect(outcome.moves[0]?.tried.join()).toContain('its device was lost');
      for (const [i, value] of outcome.expected.entries()) expect(outcome.actual[i]).toBeCloseTo(value, 4);
      for (const [i, { steps, loss }] of outcome.expectedHistory.entries()) {
        expect(outcome.history[i]).toEqual({ steps, loss: expect.closeTo(loss, 4) });
      }
      expect(outcome.leaked).toBe(0);
    });
  }
});
