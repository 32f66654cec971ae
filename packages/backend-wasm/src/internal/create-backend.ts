import { Allocator } from './allocator.js';
import { WasmBackend } from './backend.js';
import type { KernelExports } from './module-kernels.js';
import { workers, workersSync } from './start-workers.js';
import { Threads } from './threads.js';

/** Options of a backend. */
export type BackendOptions = {
  /** Its memory; default: a new one, shared where there are threads. */
  readonly allocator?: Allocator;
  /** The number of threads; more than one needs the module with threads. */
  readonly threads?: number;
  /** The address of their script, if it is not beside this package. */
  readonly script?: URL | undefined;
  /** Whether work is shared out even where other programs preempt a thread; for tests. */
  readonly patient?: boolean;
};

/** Creates a backend and starts its threads. */
export async function createBackend(module: WebAssembly.Module, options: BackendOptions = {}): Promise<WasmBackend> {
  const { allocator, count, patient, script } = resolve(options);
  const { memory } = allocator;
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const exports = instance.exports as KernelExports; // the module is built from assembly/index.ts
  const threads = new Threads(allocator, exports, count, patient);
  if (count > 1) await threads.start(workers({ module, memory, threads: count, script }));
  return new WasmBackend(allocator, exports, threads);
}

/** The same in Node, without waiting for the threads. */
export function createBackendSync(module: WebAssembly.Module, options: BackendOptions = {}): WasmBackend {
  const { allocator, count, patient, script } = resolve(options);
  const { memory } = allocator;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = exports as KernelExports; // as above
  const threads = new Threads(allocator, kernels, count, patient);
  if (count > 1) threads.startSync(workersSync({ module, memory, threads: count, script }));
  return new WasmBackend(allocator, kernels, threads);
}

function resolve({
  threads: count = 1,
  allocator = new Allocator({ shared: count > 1 }),
  script,
  patient = false,
}: BackendOptions) {
  return { allocator, count, patient, script };
}
