import { BackendError } from '@neurite/core';
import { folderStorage } from './folder-storage.js';
import { originStorage } from './origin-storage.js';
import type { Storage } from './storage.js';

/**
 * The folder of a path: of the file system, or in a page of its origin private file system.
 *
 * @throws BackendError where there is neither
 */
export function storageAt(where: string, path: string): Storage {
  if (typeof process !== 'undefined' && typeof process.getBuiltinModule === 'function') return folderStorage(path);
  if (typeof navigator !== 'undefined' && typeof navigator.storage?.getDirectory === 'function') {
    return originStorage(path);
  }
  throw new BackendError({
    where,
    problem: 'there are no files here',
    advice: 'A page has them where it is served over https or from localhost',
  });
}
