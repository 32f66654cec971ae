import { BackendError } from '@neurite/core';
import { engine, setBackend } from '@tensorflow/tfjs-core';
import type { Allocator } from './internal/allocator.js';
import type { WasmBackend } from './internal/backend.js';
import { createBackend } from './internal/create-backend.js';
import { givenUrl, type WasmPaths } from './internal/file-url.js';
import { loadModule } from './internal/load-module.js';
import { BACKEND_NAME, hasFallback, registerKernels } from './internal/register-kernels.js';
import {
  begin,
  checkThreads,
  register,
  reportOf,
  reserve,
  type Start,
  type WasmOptions,
  type WasmReport,
} from './internal/registration.js';

export type { WasmOptions, WasmReport };

/** Calls wait for one another, because tfjs-core abandons one of two simultaneous starts. */
let lastCall: Promise<unknown> = Promise.resolve();

/**
 * Turns the engine on: from now on tfjs-core's operations run on it. Further calls are harmless. Its threads sleep while
 * there is nothing to do and do not keep a process alive; `removeBackend('wasm')` of tfjs-core ends them.
 *
 * @returns what was chosen and why
 * @throws ArgumentError when `threads` is not an integer in range, or not that of the engine that already runs
 * @throws BackendError when the runtime has no WebAssembly SIMD, the modules are not found, the threads cannot be
 *   started, a content security policy forbids either, or another backend is registered as `wasm`
 * @example
 * const report = await useWasm();
 * console.log(`${report}`);
 */
export function useWasm({ threads, paths = {}, fallback }: WasmOptions = {}): Promise<WasmReport> {
  const report = lastCall.then(() => turnOn(threads, paths, fallback));
  lastCall = report.catch(() => undefined);
  return report;
}

async function turnOn(
  asked: number | undefined,
  paths: WasmPaths,
  fallback: boolean = hasFallback(),
): Promise<WasmReport> {
  const start = begin('useWasm', asked);
  await Promise.all([
    start.isRegistered ? undefined : makeKnown(start, paths),
    // Imported here and not above, because it registers itself with tfjs-core.
    fallback ? import('@tensorflow/tfjs-backend-cpu') : undefined,
  ]);
  checkThreads(start);
  registerKernels({ fallback });
  if (!(await setBackend(BACKEND_NAME))) {
    throw new BackendError({ where: 'useWasm', problem: 'the backend could not be started' });
  }
  return reportOf(start);
}

async function makeKnown(start: Start, paths: WasmPaths): Promise<void> {
  const make = async (allocator: Allocator, threads: number): Promise<WasmBackend> => {
    const module = await loadModule(threads > 1 ? `${start.simd}-threads` : start.simd, paths);
    return createBackend(module, { threads, script: givenUrl('worker', paths), allocator });
  };
  const reserved = reserve(start.wanted);
  const ready = await make(reserved.allocator, reserved.threads.threads);
  // `useWasmSync` may have been called in the meantime.
  if (engine().findBackendFactory(BACKEND_NAME) === null) register(start, { ready, reserved, again: make });
  else ready.dispose();
}
