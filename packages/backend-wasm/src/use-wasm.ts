import { BackendError } from '@neurite/core';
import { engine, registerBackend, setBackend } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './internal/backend.js';
import { createBackend } from './internal/create-backend.js';
import { loadModule, type WasmPaths } from './internal/load-module.js';
import { BACKEND_NAME, registerKernels } from './internal/register-kernels.js';
import type { Simd } from './internal/simd.js';
import { probeWasm } from './probe-wasm.js';
import { wasmKernels } from './wasm-kernels.js';

/** How the engine is turned on. */
export type WasmOptions = {
  /** Where the modules `plain.wasm` and `relaxed.wasm` are served. Default: beside this package. */
  readonly paths?: WasmPaths;
};

/** What was turned on. */
export type WasmReport = {
  readonly engine: 'wasm';
  readonly simd: Simd;
  readonly threads: 1;
  /** Why this variant, in one sentence. */
  readonly reason: string;
  /** How many kernels are of our own, and how many run as the cpu backend's on views of the memory. */
  readonly kernels: { readonly own: number; readonly fallback: number };
  /** One line for people. */
  toString(): string;
};

/** Calls wait for one another, because of two starts at once tfjs-core gives one up. */
let lastCall: Promise<unknown> = Promise.resolve();

/** Tells our backend from another of the same name. */
let ownFactory: (() => unknown) | undefined;

/**
 * Turns the engine on: from now on tfjs-core's operations run on it. Calling it again is harmless.
 *
 * @returns what it chose and why
 * @throws BackendError when the runtime has no WebAssembly SIMD, the modules are not found, or another backend is
 *   registered as `wasm`
 * @example
 * const report = await useWasm();
 * console.log(`${report}`);
 */
export function useWasm({ paths = {} }: WasmOptions = {}): Promise<WasmReport> {
  const report = lastCall.then(() => turnOn(paths));
  lastCall = report.catch(() => undefined);
  return report;
}

async function turnOn(paths: WasmPaths): Promise<WasmReport> {
  const { simd, reason } = probeWasm();
  if (simd === undefined) throw new BackendError({ where: 'useWasm', problem: reason });
  const registered = engine().findBackendFactory(BACKEND_NAME);
  if (registered !== null && registered !== ownFactory) {
    throw new BackendError({
      where: 'useWasm',
      problem: 'another backend is registered under the name `wasm`, probably that of @tensorflow/tfjs-backend-wasm',
      advice: 'Remove its import; this package needs nothing of it',
    });
  }
  if (registered === null) {
    const module = await loadModule(simd, paths);
    // It registers itself with tfjs-core, therefore not at the top of this file.
    await import('@tensorflow/tfjs-backend-cpu');
    const factory = (): Promise<WasmBackend> => createBackend(module);
    ownFactory = factory;
    registerBackend(BACKEND_NAME, factory, 2);
  }
  registerKernels();
  if (!(await setBackend(BACKEND_NAME))) {
    throw new BackendError({ where: 'useWasm', problem: 'the backend could not be started' });
  }
  const { own, fallback } = wasmKernels();
  const kernels = { own: own.length, fallback: fallback.length };
  return {
    engine: 'wasm',
    simd,
    threads: 1,
    reason,
    kernels,
    toString: () =>
      `wasm (${simd} SIMD, 1 thread): ${reason}; ${kernels.own} kernels of its own, ${kernels.fallback} of the cpu backend`,
  };
}
