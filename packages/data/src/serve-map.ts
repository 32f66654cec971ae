import { ArgumentError, RandomStream } from '@neurite/core';
import { buffersOf } from './internal/workers/buffers-of.js';
import type { MapTask } from './internal/workers/map-task.js';

/** What a function knows of the element that it maps. */
export type MapContext = {
  /** Of the element, from 0. */
  readonly index: number;
  /** A stream of the element's own, the one that `augment` would give it. */
  readonly random: RandomStream;
};

/** Maps one element. */
export type MapElement<In, Out> = (element: In, context: MapContext) => Out | Promise<Out>;

/** The default export of a module for `mapInWorkers`. */
export type ServedMap = (task: unknown) => Promise<unknown>;

/** Behind a name, so that bundlers of pages leave it out. */
const TINYPOOL: string = 'tinypool';

/**
 * The worker's side of `mapInWorkers`: the default export of the module whose URL that gets. In a Web Worker it also
 * answers the page.
 *
 * The typed arrays of what the function gives are handed over to the other thread, not copied, where each fills its buffer:
 * give a new array for each element, and keep none. Views into larger buffers are copied.
 *
 * @param create makes the function that maps elements, once in each worker, of the options that were sent
 * @example
 * export default serveMap(({ factor }: { readonly factor: number }) => (n: number) => factor * n);
 */
export function serveMap<Options, In, Out>(
  create: (options: Options) => MapElement<In, Out> | Promise<MapElement<In, Out>>,
): ServedMap {
  /** By the call of `mapInWorkers`: several of them are served in one thread where there are no workers. */
  const made = new Map<number, Promise<MapElement<In, Out>>>();
  const serve: ServedMap = async (task) => {
    const { job, element, index, random, options, through } = task as MapTask; // only `mapInWorkers` sends tasks
    if (!made.has(job)) made.set(job, Promise.resolve(options as Options).then(create)); // what the caller says that it sends
    const map = await made.get(job)!;
    const value = await map(element as In, { index, random: RandomStream.fromState(random) });
    return through === 'tinypool' ? handOver(value) : value;
  };
  const scope = webWorkerScope();
  scope?.addEventListener('message', async ({ data }) => {
    const { id, task } = data as { readonly id: number; readonly task: MapTask };
    try {
      const value = await serve(task);
      scope.postMessage({ id, value }, buffersOf(value, unsendable));
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      scope.postMessage({ id, error: { name, message } });
    }
  });
  return serve;
}

/** A thread that cannot send what it was given would end without a word. */
function unsendable(received: string): ArgumentError {
  const expected = 'give data, in new arrays for each element';
  return new ArgumentError({ where: 'serveMap', argument: 'the function', expected, received });
}

/** Lets tinypool move the arrays of a value to the thread that asked. */
async function handOver(value: unknown): Promise<unknown> {
  const buffers = buffersOf(value, unsendable);
  if (buffers.length === 0) return value;
  const { Tinypool } = (await import(
    /* @vite-ignore */ /* webpackIgnore: true */ TINYPOOL
  )) as typeof import('tinypool'); // of that name
  return Tinypool.move({ [Tinypool.transferableSymbol]: buffers, [Tinypool.valueSymbol]: value } as never); // as it takes them
}

type Scope = {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
};

function webWorkerScope(): Scope | undefined {
  const { WorkerGlobalScope } = globalThis as { WorkerGlobalScope?: new () => object };
  const isWorker = WorkerGlobalScope !== undefined && globalThis instanceof WorkerGlobalScope;
  return isWorker ? (globalThis as unknown as Scope) : undefined; // the scope of a worker
}
