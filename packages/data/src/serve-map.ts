import { RandomStream } from '@neurite/core';
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

/**
 * The worker's side of `mapInWorkers`: the default export of the module whose URL that gets. In a Web Worker it also
 * answers the page.
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
    const { job, element, index, random, options } = task as MapTask; // only `mapInWorkers` sends tasks
    if (!made.has(job)) made.set(job, Promise.resolve(options as Options).then(create)); // what the caller says that it sends
    const map = await made.get(job)!;
    return map(element as In, { index, random: RandomStream.fromState(random) });
  };
  const scope = webWorkerScope();
  scope?.addEventListener('message', async ({ data }) => {
    const { id, task } = data as { readonly id: number; readonly task: MapTask };
    try {
      scope.postMessage({ id, value: await serve(task) });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      scope.postMessage({ id, error: { name, message } });
    }
  });
  return serve;
}

type Scope = {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
};

function webWorkerScope(): Scope | undefined {
  const { WorkerGlobalScope } = globalThis as { WorkerGlobalScope?: new () => object };
  const isWorker = WorkerGlobalScope !== undefined && globalThis instanceof WorkerGlobalScope;
  return isWorker ? (globalThis as unknown as Scope) : undefined; // the scope of a worker
}
