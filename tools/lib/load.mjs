import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './workspace.mjs';

/**
 * Imports what has been built.
 *
 * @param {string} path from the root
 */
export function load(path) {
  return import(pathToFileURL(join(root, path)).href);
}
