import { BackendError } from '@neurite/core';
import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import type { Allocator } from './internal/allocator.js';
import type { WasmBackend } from './internal/backend.js';
import { createBackendSync } from './internal/create-backend.js';
import { givenUrl } from './internal/file-url.js';
import { loadModuleSync } from './internal/load-module.js';
import { BACKEND_NAME, hasFallback, registerKernels } from './internal/register-kernels.js';
import {
  begin,
  checkThreads,
  register,
  reportOf,
  reserve,
  type WasmOptions,
  type WasmReport,
} from './internal/registration.js';
import { isNode } from './internal/start-workers.js';

/**
 * Turns the engine on as `useWasm`, before it returns: for programs and modules in Node that have no place for an `await`.
 *
 * The threads come as soon as they have started. Until then the calling thread works alone; that changes no bit.
 *
 * @returns what was chosen and why
 * @throws BackendError outside of Node, and as `useWasm`
 * @throws ArgumentError as `useWasm`
 * @example
 * const report = useWasmSync();
 * console.log(report.engine); // wasm
 */
export function useWasmSync({ threads: asked, paths = {}, fallback = hasFallback() }: WasmOptions = {}): WasmReport {
  if (!isNode()) {
    throw new BackendError({
      where: 'useWasmSync',
      problem: 'a page may not load a file synchronously',
      advice: 'Call `await useWasm()`',
    });
  }
  const start = begin('useWasmSync', asked);
  if (!start.isRegistered) {
    const make = (allocator: Allocator, threads: number): WasmBackend => {
      const module = loadModuleSync(threads > 1 ? `${start.simd}-threads` : start.simd, paths);
      return createBackendSync(module, { threads, script: givenUrl('worker', paths), allocator });
    };
    const reserved = reserve(start.wanted);
    register(start, { ready: make(reserved.allocator, reserved.threads.threads), reserved, again: make });
  }
  checkThreads(start);
  // Not imported above, because it registers itself with tfjs-core.
  if (fallback) process.getBuiltinModule('node:module').createRequire(import.meta.url)('@tensorflow/tfjs-backend-cpu');
  registerKernels({ fallback });
  // Its promise is for backends whose factory returns one.
  void setBackend(BACKEND_NAME);
  if (getBackend() !== BACKEND_NAME) {
    throw new BackendError({
      where: 'useWasmSync',
      problem: 'the backend could not be started before this call returns',
      advice: 'Call `await useWasm()`, as at the first time',
    });
  }
  return reportOf(start);
}
