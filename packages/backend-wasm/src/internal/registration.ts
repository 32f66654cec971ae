import { ArgumentError, BackendError } from '@neurite/core';
import { engine, registerBackend } from '@tensorflow/tfjs-core';
import { probeWasm } from '../probe-wasm.js';
import { wasmKernels } from '../wasm-kernels.js';
import { Allocator } from './allocator.js';
import type { WasmBackend } from './backend.js';
import { countThreads, type ThreadCount } from './count-threads.js';
import type { WasmPaths } from './file-url.js';
import { BACKEND_NAME } from './register-kernels.js';
import type { Simd } from './simd.js';

/** Options of `useWasm` and `useWasmSync`. */
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

/** What a call starts from. */
export type Start = {
  readonly where: string;
  readonly simd: Simd;
  readonly reason: string;
  readonly wanted: ThreadCount;
  /** The number that the user gave, if any. */
  readonly asked: number | undefined;
  readonly isRegistered: boolean;
};

/** Makes a backend on a memory. */
export type MakeBackend<B extends WasmBackend | Promise<WasmBackend>> = (memory: Allocator, threads: number) => B;

/** The bytes that a memory has at most, unless the runtime refuses so many. */
const ALL_ADDRESSES: number = 2 ** 32;

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
 * Checks what is asked against what this runtime has.
 *
 * @throws ArgumentError and BackendError as `useWasm`
 */
export function begin(where: string, asked: number | undefined): Start {
  const wanted = countThreads(asked);
  const { simd, reason } = probeWasm();
  if (simd === undefined) throw new BackendError({ where, problem: reason });
  const registered = engine().findBackendFactory(BACKEND_NAME);
  if (registered !== null && registered !== own?.factory) {
    throw new BackendError({
      where,
      problem: 'another backend is registered under the name `wasm`, probably that of @tensorflow/tfjs-backend-wasm',
      advice: 'Remove its import; this package does not need it',
    });
  }
  return { where, simd, reason, wanted, asked, isRegistered: registered !== null };
}

/**
 * Makes ours known to tfjs-core, with the backend that is made already: tfjs-core does not say why a factory failed.
 *
 * @param again makes another one after `removeBackend`
 */
export function register(
  { wanted }: Start,
  {
    ready,
    reserved,
    again,
  }: { ready: WasmBackend; reserved: Reserved; again: MakeBackend<WasmBackend | Promise<WasmBackend>> },
): void {
  const { threads } = reserved;
  let first: WasmBackend | undefined = ready;
  const factory = (): WasmBackend | Promise<WasmBackend> => {
    const backend = first ?? again(reserve(threads).allocator, threads.threads);
    first = undefined;
    return backend;
  };
  own = { factory, wanted: wanted.threads, threads, maximumBytes: reserved.allocator.maximumBytes };
  registerBackend(BACKEND_NAME, factory, 2);
}

/** @throws ArgumentError where it runs with another number of threads than is asked for */
export function checkThreads({ where, asked, wanted }: Start): void {
  if (asked === undefined || wanted.threads === own!.wanted) return;
  throw new ArgumentError({
    where,
    argument: 'threads',
    expected: `be ${own!.threads.threads}, because the engine already runs with that number`,
    received: String(asked),
    advice: "Call removeBackend('wasm') first, which disposes every tensor there",
  });
}

/** What runs now. */
export function reportOf({ simd, reason }: Start): WasmReport {
  const { maximumBytes, threads: count } = own!;
  const { threads, reason: whyFew } = count;
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

/** A memory, and how many threads share it. */
export type Reserved = { readonly threads: ThreadCount; readonly allocator: Allocator };

/** The memory, shared by as many threads; by one where the runtime refuses every shared memory. */
export function reserve(threads: ThreadCount): Reserved {
  if (threads.threads === 1) return { threads, allocator: new Allocator() };
  try {
    return { threads, allocator: new Allocator({ shared: true }) };
  } catch {
    const one = { threads: 1, reason: 'the runtime refuses a shared memory' };
    return { threads: one, allocator: new Allocator() };
  }
}
