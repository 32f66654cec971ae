import type { HostCopy } from '@neurite/core';
import { expect, it } from 'vitest';
import type { WorkerStep } from '../src/index.js';
import { describeInBrowser } from './support/browser.js';

type Result = { steps: number; stopped: string | undefined; engine: string; weights: HostCopy };

describeInBrowser('trainInWorker in a browser', (open) => {
  for (const engine of ['wasm', 'webgl'] as const) {
    it(`trains on ${engine} while the page has no long task`, { retry: 2 }, async (context) => {
      const page = await open(context);
      const outcome = await page.evaluate(async (prefer) => {
        const { web, training: package_, toys, core, tfjs } = neurite;
        const longTasks: number[] = [];
        // Tasks of the page's own start do not count.
        await new Promise((resolve) => setTimeout(resolve, 200));
        const observer = new PerformanceObserver((list) => {
          longTasks.push(...list.getEntries().map(({ duration }) => duration));
        });
        observer.observe({ type: 'longtask' });
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
        await new Promise((resolve) => setTimeout(resolve, 100));
        const longTasksMeanwhile = longTasks.length;
        // A long task, to see that one is noticed.
        for (const end = performance.now() + 80; performance.now() < end; );
        await new Promise((resolve) => setTimeout(resolve, 100));
        observer.disconnect();
        const used = tfjs.engine().registryFactory;
        // Here the page itself needs an engine for the first time.
        const backendsBefore = Object.keys(used).length;
        await web.useWeb({ prefer: 'wasm' });
        const model = toys.toyModel();
        core.loadHostCopy(model, weights);
        const loaded = Object.keys(core.stateDict(model));
        return {
          ...result,
          device,
          epochs,
          longTasksMeanwhile,
          noticed: longTasks.length - longTasksMeanwhile,
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
      expect(outcome).toMatchObject({ longTasksMeanwhile: 0, noticed: 1 });
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
      const settled = async (): Promise<number> => {
        for (let last = -1; last !== steps.length; ) {
          last = steps.length;
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
        return steps.at(-1)!;
      };
      while (steps.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      training.pause();
      atPause = await settled();
      await new Promise((resolve) => setTimeout(resolve, 100));
      afterPause = steps.at(-1)!;
      training.resume();
      while (steps.at(-1) === atPause) await new Promise((resolve) => setTimeout(resolve, 10));
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
