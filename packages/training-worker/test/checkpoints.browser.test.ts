import type { Page } from '@neurite/browser-testing';
import type { Callback } from '@neurite/core';
import { expect, it } from 'vitest';
import { describeInBrowser } from './support/browser.js';

type Ask = {
  readonly folder: string;
  /** The tab waits for ever after this step. */
  readonly stayAt?: number;
  /** The newest checkpoint is cut to so many bytes first. */
  readonly cut?: number;
};

type Told = { readonly steps: number[]; readonly warnings: string[]; readonly weights: number[] };

/** Trains in a tab of its own, with checkpoints in the origin private file system after each step. */
function train(tab: Page, ask: Ask): Promise<Told> {
  return tab.evaluate(async ({ folder, stayAt, cut }) => {
    const { web, toys, core, checkpoints } = neurite;
    if (cut !== undefined) {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
      const names: string[] = [];
      // The types of the DOM leave the iteration out.
      for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
      const newest = names
        .filter((name) => name.startsWith('step-'))
        .sort()
        .at(-1)!;
      const stream = await (await root.getFileHandle(newest)).createWritable({ keepExistingData: true });
      await stream.truncate(cut);
      await stream.close();
    }
    await web.useWeb({ prefer: 'wasm' });
    const [steps, warnings]: [number[], string[]] = [[], []];
    const watch: Callback = {
      name: 'watch',
      stepEnd: async ({ step }) => {
        steps.push(step);
        if (step !== stayAt) return;
        document.title = 'stays';
        await new Promise(() => {});
      },
    };
    const model = toys.toyModel();
    const keep = checkpoints(folder, { every: { steps: 1 }, best: 'loss', warn: (text) => warnings.push(text) });
    await toys.trainToy(model, { epochs: 3, batches: 4, callbacks: [watch, keep] });
    const copy = await core.copyToHost(core.stateDict(model));
    model.dispose();
    return { steps, warnings, weights: Object.values(copy).flatMap(({ data }) => [...data]) };
  }, ask);
}

describeInBrowser('a training in a tab', (open) => {
  it('goes on where it stood when the tab was closed, bit for bit', async (context) => {
    const page = await open(context);
    const newTab = async (): Promise<Page> => {
      const [tab] = await Promise.all([
        page.waitForEvent('popup'),
        page.evaluate(() => void window.open(window.location.href)),
      ]);
      await tab.waitForFunction(() => 'neurite' in globalThis);
      return tab;
    };
    const whole = await train(await newTab(), { folder: 'whole' });
    expect(whole.steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    for (const [stayAt, cut] of [
      [7, undefined],
      [11, 10],
    ] as const) {
      const first = await newTab();
      const folder = `run${stayAt}`;
      const closed = train(first, { folder, stayAt }).catch((error: unknown) => error);
      await first.waitForFunction(() => document.title === 'stays');
      await first.close();
      expect(await closed).toBeInstanceOf(Error);
      const second = await train(await newTab(), { folder, ...(cut === undefined ? {} : { cut }) });
      // A checkpoint that was cut is passed over for the one before it.
      expect(second.steps[0]).toBe(cut === undefined ? stayAt : stayAt - 1);
      expect(second.warnings).toHaveLength(cut === undefined ? 0 : 1);
      expect(second.weights).toEqual(whole.weights);
      // At its end there is nothing left to do.
      const third = await train(await newTab(), { folder });
      expect(third).toEqual({ steps: [], warnings: [], weights: whole.weights });
    }
  });
});
