import { expectFlat, growthWhile, inWords, type Page } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeLab } from './support/browser.js';

/** `npm run check -- heap` plays all rooms together so long; a round alone would show no growth. */
const MINUTES = process.env.NEURITE_HEAP === 'measure' ? Number(process.env.NEURITE_HEAP_MINUTES ?? 10) : 0;

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
/** What the counter of a player shows last. */
const step = async (page: Page): Promise<number> => Number(await page.locator('.counter strong').last().textContent());
const comesTo = (page: Page, steps: number): Promise<void> =>
  expect.poll(() => step(page)).toBeGreaterThanOrEqual(steps);

/** A visit that is made again and again: a round ends as it began. */
type Visit = { readonly hash: string; readonly round: (page: Page, index: number) => Promise<void> };

const VISITS: Readonly<Record<string, Visit>> = {
  'one neuron': {
    hash: '#neuron?speed=60',
    round: async (page, index) => {
      await press(page, 'Play');
      await comesTo(page, 60);
      await page.getByRole('combobox', { name: 'Loss' }).selectOption({ index: index % 3 });
      await comesTo(page, 100);
      await press(page, 'Pause');
      await press(page, 'To the start');
      // What is read is the room at rest, not one of the drawings on the way there.
      await page.getByText('The arithmetic of step 0').waitFor();
    },
  },
  'a deep network': {
    hash: '#network?pace=fast&showTest=1&noise=20',
    round: async (page, index) => {
      await press(page, 'Play');
      // Most rounds go on with one run, as a page that is left alone does.
      await comesTo(page, (await step(page)) + 400);
      await press(page, 'Pause');
      if (index % 4 < 3) return;
      await page.getByLabel('Activation').selectOption({ index: (1 + Math.floor(index / 4)) % 2 });
      await expect.poll(() => step(page)).toBeLessThan(400);
    },
  },
  layers: {
    hash: '#layers?index=0',
    round: async (page, index) => {
      await press(page, 'Slide the filter');
      await page.getByText('row 2, column').first().waitFor();
      await press(page, 'Stop the filter');
      await page.getByLabel('Cell').selectOption({ index: index % 3 });
      for (const score of ['3', '-1', '1']) await page.getByLabel('Score of class 1').fill(score);
      await press(page, 'Clear');
      await press(page, 'The house again');
      for (let i = 0; i < 15; i++) await press(page, 'Previous output');
    },
  },
  images: {
    hash: '#images',
    round: async (page) => {
      await press(page, 'Try it with shapes');
      await page.getByRole('button', { name: /^Train( again)?$/ }).click();
      await page.getByText(/^Epoch ([2-9]|\d\d)/).waitFor();
      await press(page, 'Pause');
      await page.getByRole('button', { name: 'Clear circle' }).click();
      // The chart of one training has other ticks than that of the next.
      await press(page, 'Forget all');
      await page.locator('.curves').waitFor({ state: 'detached' });
    },
  },
  'from room to room': {
    hash: '#neuron',
    round: async (page) => {
      const shown = [
        ['A deep network', '.curves > svg'],
        ['Layers', '.answer'],
        ['Images', '.image-class'],
        ['One neuron', 'canvas.contours'],
      ] as const;
      for (const [room, shows] of shown) {
        await page.getByRole('link', { name: room, exact: true }).click();
        await page.locator(shows).first().waitFor();
      }
    },
  },
};

/** How many objects of a class the page holds, after garbage has been collected. */
async function held(page: Page, name: string): Promise<number> {
  const debuggers = await page.context().newCDPSession(page);
  const { result } = await debuggers.send('Runtime.evaluate', { expression: `${name}.prototype` });
  const { objects } = await debuggers.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! }); // an object
  const count = await debuggers.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!,
    functionDeclaration: 'function () { return this.length; }',
  });
  return count.result.value as number; // a length
}

describeLab('the heap of the page stays flat', (lab) => {
  test('a run that another one has replaced is not kept', async () => {
    const page = await lab().open('#network?steps=0');
    await page.getByText('In a worker, on wasm').waitFor();
    for (let i = 0; i < 6; i++) {
      await press(page, 'One step');
      await comesTo(page, 1);
      await press(page, 'Start again');
      await expect.poll(() => step(page)).toBe(0);
    }
    // Each run listens to its worker until it is aborted: the one that is there, and perhaps the one before it.
    await expect.poll(() => held(page, 'AbortController')).toBeLessThanOrEqual(2);
  });

  if (MINUTES === 0) return;
  const seconds = (60 * MINUTES) / Object.keys(VISITS).length;
  // A busy machine takes long to be warm.
  test.each(Object.entries(VISITS))('%s', { timeout: 2_400_000 }, async (name, { hash, round }) => {
    const page = await lab().open(hash);
    const growth = await growthWhile(page, (index) => round(page, index), { seconds });
    console.log(`${name}: ${inWords(growth)}`);
    expectFlat(growth);
  });
});
