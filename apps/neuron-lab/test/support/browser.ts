import { fileURLToPath } from 'node:url';
import { openSite, type Site } from '@neurite/browser-testing';

/** The production build. */
export const dist: string = fileURLToPath(new URL('../../dist', import.meta.url));

/** The built page in a browser, below a path as on a shared host. */
export function startLab(): Promise<Site> {
  return openSite(dist);
}
