import { BackendError } from '@neurite/core';
import { backend, engine, type KernelBackend, setBackend } from '@tensorflow/tfjs-core';

/**
 * Makes a registered backend the one that tfjs-core runs on.
 *
 * @param where the function that the user called
 * @throws BackendError when it does not start
 */
export async function startBackend(where: string, name: string): Promise<KernelBackend> {
  if (engine().findBackendFactory(name) === null || !(await setBackend(name))) {
    throw new BackendError({ where, problem: `the ${name} backend does not start` });
  }
  return backend();
}
