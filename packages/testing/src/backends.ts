import '@tensorflow/tfjs-backend-cpu';
import { BackendError } from '@neurite/core';
import { env, findBackendFactory, getBackend, ready, scalar, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe } from 'vitest';
import { findWasm } from './internal/find-wasm.js';

// The cpu backend greets once, at its first tensor; let that be here and unheard.
env().set('IS_TEST', true);
await setBackend('cpu');
scalar(0).dispose();
env().set('IS_TEST', false);

const wasm = await findWasm(process.cwd());
const wanted = process.env.NEURITE_BACKENDS?.split(',').map((name) => name.trim());

if (typeof wasm === 'string') {
  // A run that demands wasm must not be green without it.
  if (wanted?.includes('wasm')) {
    throw new BackendError({ where: 'NEURITE_BACKENDS', problem: `it asks for wasm, but ${wasm}` });
  }
  // Each test file has a worker of its own; the first one speaks for all.
  if ((process.env.VITEST_WORKER_ID ?? '1') === '1') process.stderr.write(`skipped: tests on wasm, because ${wasm}\n`);
}

/**
 * The names of the backends that tests can run on here: `cpu`, and `wasm` where `@neurite/backend-wasm` is among the
 * package's devDependencies and built. The environment variable `NEURITE_BACKENDS` (`cpu`, `wasm`, `cpu,wasm`) chooses
 * some of them, and fails where one of them is missing.
 */
export const backends: readonly string[] = (typeof wasm === 'string' ? ['cpu'] : ['cpu', 'wasm']).filter(
  (name) => wanted?.includes(name) ?? true,
);

let wasmName: string | undefined;

/** Makes a backend of `backends` the current one. */
export async function useBackend(name: string): Promise<void> {
  if (name === 'wasm' && typeof wasm !== 'string') {
    // A file that shares this process may have removed it.
    if (wasmName === undefined || findBackendFactory(wasmName) === null) {
      await wasm.useWasm();
      const turnedOn = getBackend();
      if (turnedOn === 'cpu')
        throw new BackendError({ where: 'useBackend', problem: '`useWasm` left the cpu backend on' });
      wasmName = turnedOn;
    }
    await setBackend(wasmName);
  } else {
    await setBackend(name);
  }
  await ready();
}

/**
 * Runs the same tests on each backend: one `describe` for each, which turns the backend on before its tests.
 *
 * @param body declares tests; gets the backend's name, for tolerances
 * @example
 * onEachBackend(() => {
 *   it('adds', () => expectClose(add(1, 2), 3));
 * });
 */
export function onEachBackend(body: (backend: string) => void): void {
  for (const name of backends) on(name, body);
}

/** The same on the last backend alone, the fastest, for tests that take long on others and tell nothing more there. */
export function onLastBackend(body: (backend: string) => void): void {
  on(backends.at(-1)!, body);
}

function on(name: string, body: (backend: string) => void): void {
  describe(`on ${name}`, () => {
    beforeAll(() => useBackend(name));
    body(name);
  });
}
