import { readFileSync } from 'node:fs';
import type { Page } from '@neurite/browser-testing';
import { draw, ONE, train } from './hand.js';

const buffer = readFileSync(new URL('../../src/model/trained.safetensors', import.meta.url));

/** Draws, trains, loads a file, and in every fourth round corrects: it ends as it began. */
export async function heapRound(page: Page, index: number): Promise<void> {
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
}
