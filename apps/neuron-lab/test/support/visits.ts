import type { Page } from '@neurite/browser-testing';
import { expect } from 'vitest';

const play = (page: Page): Promise<void> => page.getByRole('button', { name: 'Play' }).click();
const step = async (page: Page): Promise<number> => Number(await page.locator('.counter strong').last().textContent());
/** Until the run or the descent is so many steps further. */
const further = async (page: Page, steps: number): Promise<void> => {
  const before = await step(page);
  // One that begins anew counts from 0 again.
  await expect.poll(async () => Math.abs((await step(page)) - before)).toBeGreaterThanOrEqual(steps);
};

/** What a visitor does in a room while it plays, by its address. */
export const visits: Readonly<
  Record<string, { readonly ready: (page: Page) => Promise<void>; readonly use: (page: Page) => Promise<void> }>
> = {
  '#neuron?speed=60&step=200': {
    ready: (page) => page.getByText('The arithmetic of step 200').waitFor(),
    use: async (page) => {
      await play(page);
      await further(page, 20);
      // Everything up to this step is computed again.
      await page.getByRole('combobox', { name: 'Loss' }).selectOption({ index: 1 });
      await further(page, 10);
    },
  },
  '#network?pace=fast&hidden=8,8,8,8,8,8,8,8&data=spiral3&b=rate%3D0.1&showTest=1': {
    ready: (page) => page.locator('.curves > svg').waitFor(),
    use: async (page) => {
      await play(page);
      await further(page, 8);
      await page.getByLabel('Activation').selectOption('relu');
      await further(page, 8);
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('Are these points fit to learn from?').click();
      await page.getByText('Nothing was found in them').waitFor();
    },
  },
  '#layers?index=108': {
    ready: (page) => page.getByText('14 × 14 values').waitFor(),
    use: async (page) => {
      await page.getByRole('button', { name: 'Slide the filter' }).click();
      await page.getByText('row 9, column').waitFor();
      await page.getByLabel('Cell').selectOption('lstm');
      await page.getByRole('button', { name: /^State after time 10: \S+ \S+ \S+/ }).waitFor();
      await page.getByLabel('Score of class 1').fill('3');
    },
  },
};
