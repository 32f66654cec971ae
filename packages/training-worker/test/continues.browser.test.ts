import type { Callback } from '@neurite/core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';

const EPOCHS = 3;
const BATCHES = 4;
/** The devices are lost after these steps. */
const LOST_AFTER = [3, 8];

describeInBrowser('a training that loses one device after another', (open) => {
  it('goes from webgpu to webgl to wasm, and its losses are those of one that lost none', async (context) => {
    const page = await open(context);
    const outcome = await page.evaluate(
      async ({ epochs, batches, lostAfter }) => {
        const { web, training, toys, tfjs, core } = neurite;
        const run = async (
          lose: (step: number) => void,
        ): Promise<{ losses: number[]; engines: string[]; moves: string[]; weights: number[] }> => {
          const [losses, engines, moves]: [number[], string[], string[]] = [[], [], []];
          const model = toys.toyModel();
          const watch: Callback = {
            name: 'watch',
            stepEnd: (at, { loss }) => {
              losses[at.step - 1] = loss;
              engines[at.step - 1] = tfjs.getBackend();
            },
            // After the copy of this step.
            checkpoint: (at, point) => {
              if (point === 'step') lose(at.step);
            },
          };
          await training.resilient(
            model,
            (survival) => toys.trainToy(model, { epochs, batches, callbacks: [survival, watch] }),
            {
              engine: web.webEngine,
              // Otherwise the software renderer would be passed over.
              prefer: 'webgl',
              onMove: ({ loss, step, report }) => moves.push(`${loss.engine} → ${report.engine} at ${step}`),
            },
          );
          const copy = await core.copyToHost(core.stateDict(model));
          model.dispose();
          return { losses, engines, moves, weights: Object.values(copy).flatMap(({ data }) => [...data]) };
        };
        await web.useWeb({ prefer: 'wasm' });
        const undisturbed = await run(() => {});
        await web.useWeb({ prefer: 'webgpu' });
        const left = [...lostAfter];
        const disturbed = await run((step) => {
          if (step !== left[0]) return;
          left.shift();
          neurite.loseDevice();
        });
        return { undisturbed, disturbed };
      },
      { epochs: EPOCHS, batches: BATCHES, lostAfter: LOST_AFTER },
    );
    const { undisturbed, disturbed } = outcome;
    expect(disturbed.moves).toEqual(['webgpu → webgl at 3', 'webgl → wasm at 8']);
    expect(disturbed.engines).toEqual([
      ...Array<string>(3).fill('webgpu'),
      ...Array<string>(5).fill('webgl'),
      ...Array<string>(4).fill('wasm'),
    ]);
    expect(disturbed.losses).toHaveLength(EPOCHS * BATCHES);
    for (const [step, loss] of undisturbed.losses.entries())
      expect(disturbed.losses[step], `step ${step + 1}`).toBeCloseTo(loss, 4);
    for (const [i, weight] of undisturbed.weights.entries()) expect(disturbed.weights[i]).toBeCloseTo(weight, 4);
  });
});
