import { workWhile } from '@neurite/browser-testing';
import { expect, test } from 'vitest';
import { describeDigits } from './support/browser.js';
import { draw, train } from './support/hand.js';

const scribble = Array.from({ length: 6 }, (_, i) => [i % 2 === 0 ? 0.2 : 0.8, 0.1 + i / 7] as const);

describeDigits('the page', (site) => {
  test('keeps frames short, without a long task, while somebody draws and it learns', async () => {
    const page = await site().open();
    await page.locator('.layers-list canvas').nth(8).waitFor();
    await train(page, { digits: '2000', epochs: '20' });
    await page.getByText(/^Epoch 1/).waitFor();
    const { frames, millisecondsPerFrame, longTasks, slowness } = await workWhile(page, () => draw(page, scribble));
    expect(longTasks).toEqual([]);
    expect(frames).toBeGreaterThan(20 / slowness);
    // A frame has 16 at 60 frames per second.
    expect(millisecondsPerFrame).toBeLessThan(8 * slowness);
  });
});
