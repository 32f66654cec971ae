import { versionsOf } from '@neurite/command-kit/versions';

/** The versions that the numbers of a run depend on. */
export function versions(): Record<string, string> {
  return versionsOf(import.meta.url, ['core', 'layers', 'training', 'backend-wasm']);
}
