import { BackendError } from '@neurite/core';
import { backend, engine, type KernelBackend, setBackend } from '@tensorflow/tfjs-core';
import type { EngineName } from '../engine-name.js';

/**
 * Makes a registered backend the one that tfjs-core runs on.
 *
 * @throws BackendError when it does not start
 */
export async function startBackend(name: EngineName): Promise<KernelBackend> {
  if (engine().findBackendFactory(name) === null || !(await setBackend(name))) {
    throw new BackendError({ where: 'useWeb', problem: `the ${name} backend does not start` });
  }
  return backend();
}
