import { expect, test } from 'vitest';
import { describeLab } from './support/browser.js';
import { changeControls } from './support/change-controls.js';

/** `npm run check -- pages` changes each control more often. */
const TIMES = process.env.NEURITE_PAGES === 'whole' ? 20 : 1;

describeLab('the deep network', (lab) => {
  test('every control can be changed while it plays, and the page goes on drawing', async () => {
    const page = await lab().open('#network?schedule=cosineDecay&regularization=l2&hidden=3,2');
    await page.getByText('In a worker, on wasm').waitFor();
    await page.getByRole('button', { name: 'Play' }).click();
    await expect
      .poll(async () => Number(await page.locator('.counter strong').nth(1).textContent()))
      .toBeGreaterThan(0);
    const changed = await page.evaluate(changeControls, TIMES);
    expect(changed).toEqual(
      expect.arrayContaining([
        ...['Learning rate', 'Optimizer', 'Schedule', 'Activation', 'Regularization', 'Gradient clipping', 'Engine'],
        ...['Data set', 'Noise', 'Batch size', 'Seed', 'Pace', 'Add a hidden layer', 'One neuron more in layer 1'],
      ]),
    );
  });
});
