import { describeInFirefox, openInFirefox } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { dist } from './support/browser.js';

describeInFirefox('the page in Firefox', () => {
  test('shows what is drawn in every layer, and learns', async () => {
    const page = await openInFirefox(dist);
    try {
      await page.waitFor(() => document.querySelectorAll('.layers-list canvas').length === 9);
      const [x, y, side] = await page.evaluate(() => {
        const { left, top, width } = document.querySelector('.board')!.getBoundingClientRect();
        return [left, top, width] as const;
      });
      await page.drag([0.15, 0.3, 0.5, 0.7, 0.85].map((down) => [x + side / 2, y + down * side] as const));
      await page.waitFor(() => document.querySelector('canvas[aria-label^="The ink, scaled to"]') !== null);
      await page.evaluate(() => {
        const choose = (label: string, value: string): void => {
          const name = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
          const select = document.getElementById(name!.htmlFor) as HTMLSelectElement; // as the panel has it
          select.value = value;
          select.dispatchEvent(new Event('change', { bubbles: true }));
        };
        choose('Training digits', '500');
        choose('Epochs', '1');
        choose('Engine', 'wasm');
      });
      await page.waitFor(() => {
        const start = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Train from scratch');
        start?.click();
        return start !== undefined;
      });
      await page.waitFor(() => document.querySelector('.standing')?.textContent?.startsWith('Done:'));
      await page.waitFor(() => document.querySelector('.train summary')?.textContent?.includes('WebAssembly'));
      expect(page.faults).toEqual([]);
    } finally {
      await page.close();
    }
  });
});
