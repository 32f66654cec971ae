import { engine, getBackend } from '@tensorflow/tfjs-core';
import { BackendError } from './errors.js';

/**
 * Checks that there is a backend to run tensors on: what makes the first tensors of a program calls it, because tfjs
 * does not say what to do.
 *
 * @throws BackendError when no backend has been turned on
 * @example
 * assertBackend('decode');
 */
export function assertBackend(where: string): void {
  // A backend that is registered alone is started by the first operation.
  if (getBackend() || Object.keys(engine().registryFactory).length > 0) return;
  throw new BackendError({
    where,
    problem: 'no backend is turned on',
    advice: 'Write `await useWasm()` of @neurite/backend-wasm first, or turn on another one',
  });
}
