/** A worker of Node's `node:worker_threads`, as far as `trainInWorker` uses it. */
export type NodeWorker = {
  postMessage(message: unknown, transfer?: readonly never[]): void;
  on(event: string, listener: (value: unknown) => void): unknown;
  off(event: string, listener: (value: unknown) => void): unknown;
  terminate(): unknown;
};
