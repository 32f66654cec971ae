import { expect, test } from 'vitest';
import { describeDigits } from './support/browser.js';
import { train } from './support/hand.js';

describeDigits(
  'a training in the tab',
  (site) => {
    test.each(['webgpu', 'webgl'])('runs on the chosen engine: %s', async (engine) => {
      const page = await site().open();
      await page.getByLabel('Engine', { exact: true }).selectOption(engine);
      await train(page, { digits: '500', epochs: '1' });
      // The self-test has passed. The tests of `backend-web` train there: a step takes a software device half a minute.
      await page.getByText(/^Computed by .*SwiftShader/i).waitFor();
      expect(site().faults).toEqual([]);
    });
  },
  { gpu: 'software' },
);
