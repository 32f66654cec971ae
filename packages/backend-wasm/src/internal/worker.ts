// The script of a thread: it takes parts of jobs from the shared memory, polls for the next job for a moment, and then
// sleeps until it is woken. The build bundles it as wasm/worker.js.

import { CONTROL, controlWords, type Kernel, kernelFinder, runParts } from './run-parts.js';
import type { WorkerData } from './start-workers.js';

/** Milliseconds of polling: about as long as the small operations between two large ones of a train step take. */
const POLLING = 0.1;

function work({ module, memory, pointer, threads, thread }: WorkerData, ready: () => void): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernelAt = kernelFinder(Object.values(exports) as Kernel[], memory); // the module exports nothing else
  const control = new Int32Array(memory.buffer, pointer, controlWords(threads));
  let list: Float64Array = new Float64Array(0);
  // Called after a part was taken: until that is done, the list does not change.
  const currentList = (): Float64Array => {
    const at = control[CONTROL.list]! >>> 0;
    const length = control[CONTROL.listLength]!;
    // The memory may have grown since; what lies in an earlier view stays where it is.
    if (list.byteOffset !== at || list.length !== length) list = new Float64Array(memory.buffer, at, length);
    return list;
  };
  ready();
  for (;;) {
    const state = runParts(control, kernelAt, currentList, thread);
    const until = performance.now() + POLLING;
    let changed = false;
    while (!changed && performance.now() < until) {
      for (let i = 0; i < 200 && !changed; i++) changed = Atomics.load(control, CONTROL.state) !== state;
    }
    if (!changed) {
      Atomics.add(control, CONTROL.sleepers, 1);
      Atomics.wait(control, CONTROL.state, state);
      Atomics.sub(control, CONTROL.sleepers, 1);
    }
    if (Atomics.load(control, CONTROL.ended) === 1) return;
  }
}

const node = typeof process === 'object' ? process.getBuiltinModule?.('node:worker_threads') : undefined;
if (node !== undefined) {
  work(node.workerData, () => node.parentPort!.postMessage('ready'));
} else {
  globalThis.onmessage = ({ data }: MessageEvent<WorkerData>) => {
    work(data, () => globalThis.postMessage('ready'));
    globalThis.close();
  };
}
