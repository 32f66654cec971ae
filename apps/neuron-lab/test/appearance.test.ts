import { expectStill, expectVisibleInForcedColors, type Page, printedPages } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeLab } from './support/browser.js';

/** Each room at work, with all of its drawings, where it shows most. */
const ROOMS: readonly (readonly [room: string, work: (page: Page) => Promise<unknown>])[] = [
  ['neuron', (page) => page.locator('.curves > svg').waitFor()],
  ['network?steps=40&b=rate%3D0.1', (page) => page.locator('.curves > svg').waitFor()],
  ['layers?cell=lstm', (page) => page.locator('.answer').first().waitFor()],
  [
    'images',
    async (page) => {
      await page.getByRole('button', { name: 'Try it with shapes' }).click();
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await page.getByText('A test image of the class').waitFor();
      await page.locator('.curves > svg').waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
    },
  ],
];

describeLab('how a room looks', (lab) => {
  test.each(ROOMS)(
    '%s: nothing moves by itself, forced colors hide nothing, and it takes two pages of paper at most',
    async (room, work) => {
      const page = await lab().open(`#${room}`);
      await work(page);
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll<HTMLDetailsElement>('details:not([open])')) {
          fold.open = true;
          fold.dataset.folded = '';
        }
      });
      await expectStill(page);
      // Chosen colors give way to those of the system.
      await page.getByLabel('Colors').selectOption('light');
      await expectVisibleInForcedColors(page);
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll<HTMLDetailsElement>('details[data-folded]')) fold.open = false;
      });
      expect(await printedPages(page)).toBeLessThanOrEqual(2);
    },
  );

  test('what was drawn before it is printed is on the paper, where the page becomes as narrow as a phone', async () => {
    const page = await lab().open('#network?steps=40');
    await page.locator('.curves > svg').waitFor();
    expect(await printedPages(page)).toBeLessThanOrEqual(2);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 700, height: 900 });
    expect(await page.locator('.curves > svg').count()).toBe(1);
    expect(await page.locator('.column').count()).toBe(3);
    // Else browsers leave out backgrounds, and bars with them.
    expect(await page.locator('.legend-ramp').evaluate((ramp) => getComputedStyle(ramp).printColorAdjust)).toBe(
      'exact',
    );
  });
});
