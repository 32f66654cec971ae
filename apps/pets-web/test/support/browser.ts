import { fileURLToPath } from 'node:url';
import { describeSite, type Page, type Site } from '@neurite/browser-testing';

/** The production build. */
export const dist: string = fileURLToPath(new URL('../../dist', import.meta.url));

/** Declares tests of it in Chromium, below a path as on a shared host. */
export function describePets(name: string, body: (site: () => Site) => void): void {
  describeSite(name, { folder: dist }, body);
}

export function load(page: Page, name: string, buffer: Buffer): Promise<void> {
  return page
    .locator('input[accept=".safetensors"]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
}

export function choose(page: Page, name: string, buffer: Uint8Array): Promise<void> {
  return page
    .locator('input[accept="image/*"]')
    .setInputFiles({ name, mimeType: name.endsWith('.txt') ? 'text/plain' : 'image/*', buffer: Buffer.from(buffer) });
}

/** The percentages of the classes in the order of their names; none where there is no answer. All of one moment. */
export function shares(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.bars li')]
      .map((row) => ({ name: row.querySelector('b')!.textContent, share: row.querySelector('.numbers')!.textContent }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ share }) => Number.parseFloat(share)),
  );
}
