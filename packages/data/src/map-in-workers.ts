import { ArgumentError, checkInteger, type Dataset, describeValue, resolveOptions } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { fromDataset } from './from-dataset.js';
import { failedAt } from './internal/at-element.js';
import { streamOf } from './internal/source.js';
import { mapAhead } from './internal/stages/map-ahead.js';
import type { MapTask } from './internal/workers/map-task.js';
import { nodePool } from './internal/workers/node-pool.js';
import { SharedPool } from './internal/workers/shared-pool.js';
import { webPool } from './internal/workers/web-pool.js';
import type { ServedMap } from './serve-map.js';

export type MapInWorkersOptions = {
  /** Sent to the module's function once in each worker: data, not functions. Default: none. */
  readonly options?: unknown;
  /** Workers, or 0 to map in this thread. Default: one less than the machine has cores, at least 1. */
  readonly workers?: number | undefined;
  /** Elements that are under way at a time. Default: twice the number of workers. */
  readonly ahead?: number | undefined;
  /** Of the random streams. Default: that of the run (`iterate({ seed })`, which is 0 by default). */
  readonly seed?: number | undefined;
  /**
   * Whether the typed arrays of elements are handed over to the workers instead of being copied: only where each element is
   * new, and nobody else looks at it. Default false.
   */
  readonly transfer?: boolean;
  /** Ends the workers, and rejects what they work on with its reason. */
  readonly signal?: AbortSignal | undefined;
};

const WHERE = 'mapInWorkers';
let jobs = 0;

/**
 * Replaces each element by what the function of a module gives, in several workers: threads of Node by the npm package
 * `tinypool`, Web Workers in pages. Order and bits are those of `data.augment(function)` in one thread, whatever the number
 * of workers.
 *
 * Elements are copied to the workers (see `transfer`), and the typed arrays of results are handed over; what is sent is data
 * (host arrays, typed arrays, records, strings), and the work on an element should take longer than sending it. Workers start at the first element, and end some seconds after
 * the last one.
 *
 * @param data elements that can be cloned
 * @param worker the URL of a module with `export default serveMap(…)`: `new URL('./prepare.js', import.meta.url)`
 * @returns elements can be reached in any order where those of the data can; `batch` then maps a whole batch at a time
 * @throws ArgumentError for a function instead of a module, and for options that cannot be sent; when iterating, naming
 *   the index of the element at which the function threw
 * @throws FormatError when iterating, where `tinypool` is not installed
 * @example
 * const prepare = () =>
 *   mapInWorkers<string, { readonly x: HostArray<'uint8'> }>(fromIterable(['1.jpg', '2.jpg']), new URL('./prepare.js', import.meta.url), {
 *     options: { size: 96 },
 *   }).batch(2);
 */
export function mapInWorkers<T, U>(
  data: Dataset<T>,
  worker: string | URL,
  options: MapInWorkersOptions = {},
): DataPipeline<U> {
  const given = resolveOptions(WHERE, options, {
    options: undefined,
    workers: undefined,
    ahead: undefined,
    seed: undefined,
    transfer: false,
    signal: undefined,
  });
  const { seed, signal, transfer } = given;
  const workers = given.workers ?? Math.max(1, (globalThis.navigator?.hardwareConcurrency ?? coresOfNode()) - 1);
  checkInteger(WHERE, 'workers', workers, { min: 0 });
  const ahead = given.ahead ?? Math.max(1, 2 * workers);
  checkInteger(WHERE, 'ahead', ahead, { min: 1 });
  if (seed !== undefined) checkInteger(WHERE, 'seed', seed, { min: 0 });
  const url = checkModule(worker);
  checkData(given.options);
  const { source } = fromDataset(data);
  const pool = new SharedPool(() => openPool(url, workers));
  const job = jobs++;
  const stream = `augmentation ${source.randomStages}`;
  const run = async (
    element: T,
    index: number,
    pass: { readonly epoch: number; readonly seed: number },
  ): Promise<U> => {
    signal?.throwIfAborted();
    const random = streamOf(stream, seed, pass).child(String(index)).state;
    try {
      return (await pool.run({ job, element, index, random, options: given.options, transfer })) as U; // what the caller says it gives
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof Error && error.name === 'DataCloneError'
        ? unsendable(index, error)
        : failedAt(WHERE, index, error);
    }
  };
  signal?.addEventListener('abort', () => void pool.close(), { once: true });
  return new DataPipeline(mapAhead(source, { randomStages: source.randomStages + 1, ahead, run }));
}

function unsendable(index: number, cause: Error): ArgumentError {
  const problem = `element ${index} cannot be sent to another thread, because it or what the function makes of it holds a function or is no data`;
  return new ArgumentError({ where: WHERE, problem, cause });
}

async function openPool(url: string, workers: number) {
  if (workers === 0) {
    const { default: serve } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ url)) as {
      default: ServedMap;
    }; // as the caller says
    return { run: (task: MapTask) => serve(task), close: async () => {} };
  }
  return typeof Worker === 'function' && globalThis.process?.versions?.node === undefined
    ? webPool(url, workers)
    : nodePool(WHERE, url, workers);
}

function coresOfNode(): number {
  return process.getBuiltinModule('node:os').availableParallelism();
}

function checkModule(worker: unknown): string {
  if (typeof worker === 'string' || worker instanceof URL) return String(worker);
  const isFunction = typeof worker === 'function';
  throw new ArgumentError({
    where: WHERE,
    argument: 'worker',
    expected: 'be the URL of a module that calls `serveMap`, because closures cannot reach another thread',
    received: isFunction ? 'a function' : describeValue(worker),
    ...(isFunction && { advice: 'Move the function into that module, and send it options as `options`' }),
  });
}

function checkData(options: unknown): void {
  try {
    structuredClone(options);
  } catch (cause) {
    throw new ArgumentError({
      where: WHERE,
      argument: 'options',
      expected: 'be data, because closures cannot reach another thread',
      received: describeValue(options),
      cause,
    });
  }
}
