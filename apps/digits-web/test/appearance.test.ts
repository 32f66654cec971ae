import { expectStill, expectVisibleInForcedColors, printedPages } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeDigits } from './support/browser.js';
import { train } from './support/hand.js';

describeDigits('how the page looks', (site) => {
  test('nothing moves by itself, forced colors hide nothing, and it is printed on three pages', async () => {
    const page = await site().open();
    await page.getByText(/^Trained before/).waitFor();
    await train(page, { digits: '500', epochs: '1' });
    await page.getByText(/^Done:/).waitFor();
    await expectStill(page);
    await expectVisibleInForcedColors(page);
    expect(await printedPages(page)).toBeLessThanOrEqual(3);
  });
});
