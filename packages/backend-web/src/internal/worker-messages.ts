import type { EngineName } from '../engine-name.js';
import type { WorkerEpoch, WorkerStep } from '../train-in-worker.js';

/** What a page says to a worker. */
export type ToWorker =
  | { readonly type: 'hello' }
  | { readonly type: 'train'; readonly input: unknown; readonly prefer: EngineName | undefined }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop'; readonly reason: string };

/** What is known of the engine in the worker; functions cannot be sent. */
export type EngineMessage = { readonly engine: EngineName; readonly device: string; readonly text: string };

/** What a worker says to the page. */
export type FromWorker =
  | { readonly type: 'ready' }
  | ({ readonly type: 'engine' } & EngineMessage)
  | ({ readonly type: 'step' } & WorkerStep)
  | { readonly type: 'epoch'; readonly record: WorkerEpoch }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly name: string; readonly message: string; readonly stack: string | undefined };

/** The end of a channel: a worker on the page's side, the global scope on the worker's. */
export type Port = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
};
