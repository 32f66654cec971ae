import { ArgumentError } from '@neurite/core';
import { isNode } from './start-workers.js';

/** The number of threads, and why there are not more where fewer were possible. */
export type ThreadCount = { readonly threads: number; readonly reason: string | undefined };

/** Each costs 8 MiB and about 25 ms of processor time at start in Node: a typo should not occupy the machine. */
const MOST = 256;

/**
 * @param asked the number that the user wants; default: the number of cores
 * @throws ArgumentError when it is not an integer in range
 */
export function countThreads(asked: number | undefined): ThreadCount {
  if (asked !== undefined && !(Number.isInteger(asked) && asked >= 1 && asked <= MOST)) {
    throw new ArgumentError({
      where: 'useWasm',
      argument: 'threads',
      expected: `be an integer from 1 to ${MOST}`,
      received: String(asked),
      advice: 'Leave it out for one thread per core',
    });
  }
  const wanted = asked ?? Math.min(cores(), MOST);
  if (wanted === 1) return { threads: 1, reason: asked === 1 ? undefined : 'there is one core' };
  const missing = missingForThreads();
  return missing === undefined ? { threads: wanted, reason: undefined } : { threads: 1, reason: missing };
}

function cores(): number {
  if (isNode()) {
    const os = process.getBuiltinModule('node:os');
    return os.availableParallelism?.() ?? os.cpus().length;
  }
  return globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** What this runtime lacks for threads on a shared memory, or undefined. */
function missingForThreads(): string | undefined {
  if (globalThis.crossOriginIsolated === false && !isNode()) {
    return 'the page is not cross-origin isolated; serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp';
  }
  if (typeof SharedArrayBuffer === 'undefined' || typeof Atomics === 'undefined') {
    return 'this runtime has no SharedArrayBuffer';
  }
  if (!isNode() && typeof Worker === 'undefined') return 'this runtime has no workers within workers';
  return undefined;
}
