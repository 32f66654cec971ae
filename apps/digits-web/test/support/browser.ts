import { fileURLToPath } from 'node:url';
import { describeSite, type Site } from '@neurite/browser-testing';

/** The production build. */
export const dist: string = fileURLToPath(new URL('../../dist', import.meta.url));

/** Declares tests of it in Chromium, below a path as on a shared host. */
export function describeDigits(
  name: string,
  body: (site: () => Site) => void,
  options: Omit<Parameters<typeof describeSite>[1], 'folder'> = {},
): void {
  describeSite(name, { ...options, folder: dist }, body);
}
