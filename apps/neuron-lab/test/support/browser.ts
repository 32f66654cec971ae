import { fileURLToPath } from 'node:url';
import { describeSite, type Site } from '@neurite/browser-testing';

/** The production build. */
export const dist: string = fileURLToPath(new URL('../../dist', import.meta.url));

/** Declares tests of the built page in Chromium, served below a path as on a shared host. */
export function describeLab(
  name: string,
  body: (lab: () => Site) => void,
  options: Omit<Parameters<typeof describeSite>[1], 'folder'> = {},
): void {
  describeSite(name, { ...options, folder: dist }, body);
}
