import type { HostCopy } from '@neurite/core';
import { expect, it } from 'vitest';
import type { WorkerStep } from '../src/index.js';
import { describeInBrowser } from './support/browser.js';

type Result = { steps: number; stopped: string | undefined; engine: string; weights: HostCopy };

describeInBrowser('trainInWorker in a browser', (open) => {
  for (const engine of ['wasm', 'webgl'] as const) {
    it(`trains on ${engine}, and the page computes nothing`, async (context) => {
      const page = await open(context);
      const outcome = await page.evaluate(async (prefer) => {
        const { web, training: package_, toys, core, tfjs } = neurite;
        const reports: WorkerStep[] = [];
        const epochs: number[] = [];
        let device = '';
        const training = package_.trainInWorker<Result>('/js/worker.js', {
          input: { epochs: 3, batches: 10 },
          prefer,
          onEngine: ({ reason }) => {
            device = reason;
          },
          onStep: (report) => reports.push(report),
          onEpoch: ({ epoch }) => epochs.push(epoch),
        });
        const { weights, ...result } = await training.result;
        // Here the page itself needs an engine for the first time.
        const backendsBefore = Object.keys(tfjs.engine().registryFactory).length;
        await web.useWeb({ prefer: 'wasm' });
        const model = toys.toyModel();
        core.loadHostCopy(model, weights);
        const loaded = Object.keys(core.stateDict(model));
        return {
          ...result,
          device,
          epochs,
          backendsBefore,
          loaded,
          losses: reports.flatMap(({ losses }) => losses),
          steps: reports.map(({ step }) => step),
          done: result.steps,
          metrics: reports.at(-1),
        };
      }, engine);
      expect(outcome).toMatchObject({ engine, done: 30, stopped: undefined, epochs: [1, 2, 3], backendsBefore: 0 });
      expect(outcome.device).toMatch(new RegExp(`^${engine} on .+: self-test right`));
      expect(outcome.losses).toHaveLength(30);
      expect(outcome.steps.at(-1)).toBe(30);
      expect(outcome.losses.at(-1)).toBeLessThan(outcome.losses[0]!);
      expect(outcome.metrics).toMatchObject({ epoch: 3, batch: 10, stepsPerEpoch: 10 });
      expect(outcome.loaded.length).toBe(4);
    });
  }

  it('pauses, resumes, and stops with what it has', async (context) => {
    const page = await open(context);
    const outcome = await page.evaluate(async () => {
      const steps: number[] = [];
      let atPause = -1;
      let afterPause = -1;
      const training = neurite.training.trainInWorker<Result>('/js/worker.js', {
        input: { epochs: 1e6, batches: 20 },
        prefer: 'wasm',
        onStep: ({ step }) => steps.push(step),
      });
      const reported = async (condition: () => boolean): Promise<void> => {
        while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
      };
      /** While training is paused: the answer to the second question follows the report of the last step. */
      const lastStep = async (): Promise<number> => {
        for (let i = 0; i < 2; i++) await training.ask(i);
        return steps.at(-1)!;
      };
      await reported(() => steps.length > 0);
      training.pause();
      atPause = await lastStep();
      afterPause = await lastStep();
      training.resume();
      await reported(() => steps.at(-1)! > atPause);
      training.pause();
      training.stop('enough');
      const { stopped, steps: done } = await training.result;
      return { atPause, afterPause, stopped, done, last: steps.at(-1) };
    });
    expect(outcome.afterPause).toBe(outcome.atPause);
    expect(outcome.done).toBeGreaterThan(outcome.atPause);
    expect(outcome).toMatchObject({ stopped: 'enough', last: outcome.done });
  });

  it('transfers buffers, and reports failures', async (context) => {
    const page = await open(context);
    const outcome = await page.evaluate(async () => {
      const { trainInWorker } = neurite.training;
      const data = new Float32Array(1000);
      const input = { epochs: 1, batches: 1, fail: true, data };
      const message = (error: Error): string => `${error.name}: ${error.message}`;
      const failed = await trainInWorker('/js/worker.js', {
        input,
        transfer: [data.buffer],
        prefer: 'wasm',
      }).result.catch((error) => `${message(error)} [${error.remoteName}]`);
      const missing = await trainInWorker('/js/nowhere.js').result.catch(message);
      const ended = trainInWorker('/js/worker.js');
      ended.terminate();
      return { left: data.length, failed, missing, ended: await ended.result.catch(message) };
    });
    expect(outcome).toEqual({
      left: 0,
      failed:
        'TrainingWorkerError: trainInWorker: the worker failed with RangeError: the input asks for it. [RangeError]',
      missing: 'TrainingWorkerError: trainInWorker: the worker failed with Error: it could not be loaded.',
      ended: 'TrainingWorkerError: trainInWorker: the worker failed with AbortError: the page terminated the worker.',
    });
  });
});
