import { fileURLToPath } from 'node:url';
import { openSite, type Site } from '@neurite/browser-testing';

/** The production build. */
export const dist: string = fileURLToPath(new URL('../../dist', import.meta.url));

/** It in a browser, below a path as on a shared host. */
export function startSite(options: Parameters<typeof openSite>[1] = {}): Promise<Site> {
  return openSite(dist, options);
}
