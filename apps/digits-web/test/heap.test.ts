import { readFileSync } from 'node:fs';
import { expectFlat, growthWhile, inWords } from '@neurite/browser-testing';
import { test } from 'vitest';
import { describeDigits } from './support/browser.js';
import { draw, ONE, train } from './support/hand.js';

/** `npm run check -- heap` plays so long, `npm test` one round. */
const MINUTES = process.env.NEURITE_HEAP === 'measure' ? Number(process.env.NEURITE_HEAP_MINUTES ?? 10) : 0;

describeDigits('the heap of the page stays flat', (site) => {
  // A busy machine takes long to be warm.
  const timeout = 600_000 + 1_800_000 * Number(MINUTES > 0);
  test('drawing, training, correcting, loading', { timeout }, async () => {
    const buffer = readFileSync(new URL('../src/model/trained.safetensors', import.meta.url));
    const page = await site().open();
    const round = async (index: number): Promise<void> => {
      await page.getByRole('button', { name: 'Clear' }).click();
      for (let i = 0; i < 5; i++) await draw(page, ONE);
      for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Undo' }).click();
      await train(page, { digits: '500', epochs: '1' });
      await page.getByText('Trained in this tab: one epoch.').waitFor();
      if (index % 4 === 0) {
        await page.locator('.correction').getByRole('button', { name: '7' }).click();
        await page.getByText(/^Corrected in this tab/).waitFor();
      }
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'again.safetensors', mimeType: 'application/octet-stream', buffer });
      await page.getByText(/^again.safetensors: trained for/).waitFor();
      await page.getByRole('button', { name: 'Take the trained ones' }).click();
      await page.getByText('Trained before, for').waitFor();
    };
    const growth = await growthWhile(page, round, { seconds: 60 * MINUTES });
    if (MINUTES > 0) console.log(`digits: ${inWords(growth)}`);
    expectFlat(growth);
  });
});
