import { expect, test } from 'vitest';
import { describeLab } from './support/browser.js';

describeLab('two tabs of the laboratory', (lab) => {
  test('train beside each other, and keep what either has last', async () => {
    const first = await lab().open('#images');
    const second = await first.context().newPage();
    await second.goto(`${lab().url}#network`);
    await second.getByRole('button', { name: 'Play' }).click();
    await first.getByRole('button', { name: 'Try it with shapes' }).click();
    await first.getByRole('button', { name: 'Train', exact: true }).click();
    // Each may be far beyond the second epoch when it is looked at.
    await first.getByText(/^Epoch ([2-9]|\d\d)/).waitFor();
    await second.getByText(/^epoch ([2-9]|\d\d)/).waitFor();
    // The images and the network are on the device.
    const kept = (): Promise<number> =>
      first.evaluate(async () => (await (await caches.open('neuron-lab-images')).keys()).length);
    await expect.poll(kept).toBe(2);
    await second.getByRole('link', { name: 'Images' }).click();
    await second.getByText('30 images').first().waitFor();
    await second.getByText('This network tells circle, square, triangle apart.').waitFor();
    await second.getByRole('button', { name: 'Forget all' }).click();
    await second.getByText('Kept on this device').waitFor({ state: 'detached' });
    // The first one trains on, and keeps what it has.
    const words = first.locator('.training-words');
    const before = await words.textContent();
    await expect.poll(() => words.textContent()).not.toBe(before);
    await first.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(kept).toBe(1);
    await second.reload();
    await second.getByText('This network tells circle, square, triangle apart.').waitFor();
  });

  test('count the steps of lessons that either has done', async () => {
    const first = await lab().open('#neuron?lesson=diverge');
    await first.locator('.lessons.open').waitFor();
    const second = await first.context().newPage();
    await second.goto(lab().url);
    await second.evaluate(() => localStorage.setItem('neuron-lab-lessons', JSON.stringify({ xor: 2 })));
    // In the first tab it diverges, which is the goal of the first step.
    await first.evaluate(() => {
      location.hash = '#neuron?lesson=diverge&rate=1.3&step=60';
    });
    await expect
      .poll(() => first.evaluate(() => JSON.parse(localStorage.getItem('neuron-lab-lessons')!)))
      .toEqual({ xor: 2, diverge: 1 });
  });
});
