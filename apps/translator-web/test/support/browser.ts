import { fileURLToPath } from 'node:url';
import { describeSite, type Site } from '@neurite/browser-testing';

/** Declares tests of the production build in Chromium, below a path as on a shared host. */
export function describePage(name: string, body: (site: () => Site) => void): void {
  describeSite(name, { folder: fileURLToPath(new URL('../../dist', import.meta.url)) }, body);
}
