import { versionsOf } from '@neurite/command-kit/versions';

const PACKAGES = ['core', 'layers', 'preprocessing', 'training', 'backend-wasm'];

/** The versions that the numbers of a run depend on. */
export function versions(): Record<string, string> {
  return versionsOf(import.meta.url, PACKAGES);
}
