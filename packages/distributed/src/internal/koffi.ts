import { createRequire } from 'node:module';
import { BackendError } from '@neurite/core/errors';

/** A C function: called on this thread, or on one of its own. */
export interface KoffiFunction {
  (...args: readonly unknown[]): number;
  async(...args: readonly unknown[]): void;
}

/** A shared library that is loaded. */
export interface Library {
  func(definition: string): KoffiFunction;
  symbol(name: string): unknown;
  unload(): void;
}

/** What is used of koffi. */
export interface Koffi {
  config(settings: Readonly<Record<string, number>>): void;
  load(name: string, options?: { readonly global?: boolean }): Library;
  address(symbol: unknown): bigint;
}

/** Libraries of MPI use more stack than the threads of koffi have by default. */
const STACK = 8 * 2 ** 20;
let loaded: Koffi | undefined;

/**
 * Loads koffi at the first call: a process that was started alone never does.
 *
 * @throws BackendError when it has no binary for this system
 */
export function loadKoffi(): Koffi {
  if (loaded !== undefined) return loaded;
  let koffi: Koffi;
  try {
    koffi = createRequire(import.meta.url)('koffi') as Koffi; // a part of what it declares
    koffi.config({ sync_stack_size: STACK, async_stack_size: STACK });
  } catch (cause) {
    throw new BackendError({
      where: 'mpi',
      problem: `koffi, which calls libraries, does not load: ${cause instanceof Error ? cause.message.split('\n')[0] : cause}`,
      advice: 'Install again without leaving out optional dependencies: its binary is one of them',
      cause,
    });
  }
  loaded = koffi;
  return koffi;
}
