import { ArgumentError, BackendError } from '@neurite/core';
import { engine, registerBackend, setBackend } from '@tensorflow/tfjs-core';
import { Allocator } from './internal/allocator.js';
import type { WasmBackend } from './internal/backend.js';
import { countThreads, type ThreadCount } from './internal/count-threads.js';
import { createBackend } from './internal/create-backend.js';
import { givenUrl, type WasmPaths } from './internal/file-url.js';
import { loadModule } from './internal/load-module.js';
import { BACKEND_NAME, hasFallback, registerKernels } from './internal/register-kernels.js';
import type { Simd } from './internal/simd.js';
import { probeWasm } from './probe-wasm.js';
import { wasmKernels } from './wasm-kernels.js';

/** Options of `useWasm`. */
export type WasmOptions = {
  /**
   * The number of threads that share the work of large operations, an integer from 1 to 256. Default: the number of cores.
   * Results have the same bits on any number. Without shared memory there is one thread, and the report says why.
   */
  readonly threads?: number;
  /**
   * The URL of a copy of this package's folder `wasm`: the modules, of which one is loaded, and the script of the threads.
   * Or the URLs of some of its files: `plain`, `relaxed`, `plain-threads`, `relaxed-threads` and `worker`. Default: beside
   * this package, where Node, Deno, Bun, Vite and webpack find them.
   */
  readonly paths?: WasmPaths;
  /**
   * Whether the cpu backend's kernels stand in for those that this package does not have. With `false` the cpu backend is
   * not loaded, and a missing kernel throws a BackendError that names it. Default: unchanged; true at first.
   */
  readonly fallback?: boolean;
};

/** What was turned on. */
export type WasmReport = {
  readonly engine: 'wasm';
  readonly simd: Simd;
  /** The number of threads, the calling one included. */
  readonly threads: number;
  /** Why this kind of SIMD and this number of threads, in one line. */
  readonly reason: string;
  /** The number of this package's kernels, and of the cpu backend's that run on views of the memory. */
  readonly kernels: { readonly own: number; readonly fallback: number };
  /** A summary in one line. */
  toString(): string;
};

/** The bytes that a memory has at most, unless the runtime refuses so many. */
const ALL_ADDRESSES: number = 2 ** 32;

/** Calls wait for one another, because tfjs-core abandons one of two simultaneous starts. */
let lastCall: Promise<unknown> = Promise.resolve();

/** Our registration, to tell our backend from another of the same name. */
let own:
  | {
      readonly factory: () => unknown;
      readonly wanted: number;
      readonly threads: ThreadCount;
      readonly maximumBytes: number;
    }
  | undefined;

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
  const wanted = countThreads(asked);
  const { simd, reason } = probeWasm();
  if (simd === undefined) throw new BackendError({ where: 'useWasm', problem: reason });
  const registered = engine().findBackendFactory(BACKEND_NAME);
  if (registered !== null && registered !== own?.factory) {
    throw new BackendError({
      where: 'useWasm',
      problem: 'another backend is registered under the name `wasm`, probably that of @tensorflow/tfjs-backend-wasm',
      advice: 'Remove its import; this package does not need it',
    });
  }
  await Promise.all([
    registered === null ? register(simd, wanted, paths) : undefined,
    // Imported here and not above, because it registers itself with tfjs-core.
    fallback ? import('@tensorflow/tfjs-backend-cpu') : undefined,
  ]);
  const { maximumBytes } = own!;
  const { threads, reason: whyFew } = own!.threads;
  if (asked !== undefined && wanted.threads !== own!.wanted) {
    throw new ArgumentError({
      where: 'useWasm',
      argument: 'threads',
      expected: `be ${threads}, because the engine already runs with that number`,
      received: String(asked),
      advice: "Call removeBackend('wasm') first, which disposes every tensor there",
    });
  }
  registerKernels({ fallback });
  if (!(await setBackend(BACKEND_NAME))) {
    throw new BackendError({ where: 'useWasm', problem: 'the backend could not be started' });
  }
  const names = wasmKernels();
  const kernels = { own: names.own.length, fallback: names.fallback.length };
  const limits = [
    ...(whyFew === undefined ? [] : [`one thread, because ${whyFew}`]),
    ...(maximumBytes === ALL_ADDRESSES
      ? []
      : [`at most ${maximumBytes / 2 ** 20} MiB of memory, because the runtime refuses more`]),
  ];
  const why = [reason, ...limits].join('; ');
  return {
    engine: 'wasm',
    simd,
    threads,
    reason: why,
    kernels,
    toString: () =>
      `wasm (${simd} SIMD, ${threads === 1 ? '1 thread' : `${threads} threads`}): ${why}; ${kernels.own} kernels of its own, ${kernels.fallback} of the cpu backend`,
  };
}

async function register(simd: Simd, wanted: ThreadCount, paths: WasmPaths): Promise<void> {
  const { threads, allocator } = reserve(wanted);
  const start = async (memory: Allocator): Promise<WasmBackend> => {
    const module = await loadModule(threads.threads > 1 ? `${simd}-threads` : simd, paths);
    return createBackend(module, { threads: threads.threads, script: givenUrl('worker', paths), allocator: memory });
  };
  // Started here and not in the factory, because tfjs-core does not say why a factory failed.
  let ready: WasmBackend | undefined = await start(allocator);
  const factory = (): WasmBackend | Promise<WasmBackend> => {
    const backend = ready ?? start(reserve(threads).allocator);
    ready = undefined;
    return backend;
  };
  own = { factory, wanted: wanted.threads, threads, maximumBytes: allocator.maximumBytes };
  registerBackend(BACKEND_NAME, factory, 2);
}

/** The memory, shared by as many threads; by one where the runtime refuses every shared memory. */
function reserve(threads: ThreadCount): { readonly threads: ThreadCount; readonly allocator: Allocator } {
  if (threads.threads === 1) return { threads, allocator: new Allocator() };
  try {
    return { threads, allocator: new Allocator({ shared: true }) };
  } catch {
    const one = { threads: 1, reason: 'the runtime refuses a shared memory' };
    return { threads: one, allocator: new Allocator() };
  }
}
