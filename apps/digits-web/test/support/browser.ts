import { fileURLToPath } from 'node:url';
import { openSite, type Site } from '@neurite/testing/browser';

/** The production build in a browser, below a path as on a shared host. */
export function startSite(): Promise<Site> {
  return openSite(fileURLToPath(new URL('../../dist', import.meta.url)));
}
