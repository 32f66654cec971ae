import { versionsOf } from '@neurite/command-kit/versions';

const PACKAGES = ['core', 'data', 'data-augmentation', 'images', 'layers', 'training', 'backend-wasm'];

/** The versions that the numbers of a run depend on. */
export function versions(): Record<string, string> {
  return versionsOf(import.meta.url, PACKAGES);
}
