import { describeInFirefox, openInFirefox } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { dist } from './support/browser.js';

describeInFirefox('the page in Firefox', () => {
  test('plays the walk of one neuron', async () => {
    const page = await openInFirefox(dist);
    try {
      await page.waitFor(() => document.querySelector('button[aria-label="Play"]') !== null);
      await page.evaluate(() => document.querySelector<HTMLButtonElement>('button[aria-label="Play"]')!.click());
      await page.waitFor(() => /The arithmetic of step ([2-9]|\d\d)/.test(document.body.textContent));
      expect(page.faults).toEqual([]);
    } finally {
      await page.close();
    }
  });
});
