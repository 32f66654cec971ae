import { Allocator } from './allocator.js';
import { WasmBackend } from './backend.js';
import type { KernelExports } from './kernel-exports.js';
import { workers } from './start-workers.js';
import { Threads } from './threads.js';

/** What a backend is made with. */
export type BackendOptions = {
  /** Its memory; by default one of its own, shared where there are threads. */
  readonly allocator?: Allocator;
  /** How many threads; more than one need the module with threads. */
  readonly threads?: number;
  /** Where their script is, if not beside this package. */
  readonly script?: URL | undefined;
  /** Whether work is shared out even where other programs hold a thread up; for tests. */
  readonly patient?: boolean;
};

/** A backend, with its threads running. */
export async function createBackend(
  module: WebAssembly.Module,
  {
    threads: count = 1,
    allocator = new Allocator({ shared: count > 1 }),
    script,
    patient = false,
  }: BackendOptions = {},
): Promise<WasmBackend> {
  const { memory } = allocator;
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const kernels = instance.exports as KernelExports; // the module is built from assembly/index.ts
  const threads = new Threads(allocator, kernels, count, patient);
  if (count > 1) await threads.start(workers({ module, memory, threads: count, script }));
  return new WasmBackend(allocator, kernels, threads);
}
