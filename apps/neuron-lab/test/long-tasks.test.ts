import { describeInChromium, type Page, type Site, workWhile } from '@neurite/browser-testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab } from './support/browser.js';

const play = (page: Page): Promise<void> => page.getByRole('button', { name: 'Play' }).click();

/** What a visitor does in a room while it plays. */
const visits: Readonly<Record<string, { ready: (page: Page) => Promise<void>; use: (page: Page) => Promise<void> }>> = {
  '#neuron?speed=60&step=200': {
    ready: (page) => page.getByText('The arithmetic of step 200').waitFor(),
    use: async (page) => {
      await play(page);
      await page.waitForTimeout(1500);
      // Everything up to this step is computed again.
      await page.getByRole('combobox', { name: 'Loss' }).selectOption({ index: 1 });
      await page.waitForTimeout(500);
    },
  },
  '#network?pace=fast&hidden=8,8,8,8,8,8,8,8&data=spiral3&b=rate%3D0.1&showTest=1': {
    ready: (page) => page.locator('.curves > svg').waitFor(),
    use: async (page) => {
      await play(page);
      await page.waitForTimeout(2000);
      await page.getByLabel('Activation').selectOption('relu');
      await page.waitForTimeout(500);
    },
  },
  '#layers': {
    ready: (page) => page.getByText('14 × 14 values').waitFor(),
    use: async (page) => {
      await page.getByRole('button', { name: 'Slide the filter' }).click();
      await page.waitForTimeout(1000);
      await page.getByLabel('Cell').selectOption('lstm');
      await page.getByLabel('Score of class 1').fill('3');
      await page.waitForTimeout(500);
    },
  },
};

describeInChromium('the page stays free', () => {
  let lab: Site;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterAll(async () => {
    await lab?.close();
  });

  for (const [hash, { ready, use }] of Object.entries(visits)) {
    // Compiling and collecting garbage fall where they fall.
    test(`no task takes longer than 50 ms in ${hash.split('?')[0]} while it plays`, { retry: 2 }, async () => {
      const page = await lab.open(hash);
      await ready(page);
      await page.waitForTimeout(500); // what loads afterwards
      expect((await workWhile(page, () => use(page))).longTasks).toEqual([]);
      await page.context().close();
    });
  }

  test('a task that is long would be noticed', async () => {
    const page = await lab.open('#layers');
    const busy = (): void => {
      setTimeout(() => {
        for (const end = performance.now() + 400; performance.now() < end; );
      });
    };
    const { longTasks } = await workWhile(page, async () => {
      await page.evaluate(busy);
      await page.waitForTimeout(500);
    });
    expect(Math.max(...longTasks.map(({ milliseconds }) => milliseconds))).toBeGreaterThan(50);
    await page.context().close();
  });
});
