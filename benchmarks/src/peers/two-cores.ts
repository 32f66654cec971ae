import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { flopsOf } from '../networks/network.js';
import { createPeak } from '../peak.js';
import { serve } from './serve.js';
import { networkOf } from './tfjs-work.js';

// What two cores can do at once, which in a virtual machine may be no more than one can: half of the operations of a
// network are done here, half by a second thread, at the peak of each. It is told in the shared words how many millions.
const ASKED = 0;
const DONE = 1;
const MILLION = 1e6;
const peak = createPeak();

if (isMainThread) {
  await serve(async () => {
    const words = new Int32Array(new SharedArrayBuffer(8));
    const other = new Worker(new URL(import.meta.url), { workerData: words });
    await new Promise((resolve) => other.once('message', resolve));
    return {
      hello: { ready: `peak of two cores: ${peak.instructions} in two threads` },
      open: (task) => {
        if (task.kind !== 'network') throw new RangeError('for networks only');
        const half = Math.max(1, Math.round(flopsOf(networkOf(task), task.mode) / 2 / MILLION));
        return {
          run: () => {
            Atomics.store(words, DONE, 0);
            Atomics.store(words, ASKED, half);
            Atomics.notify(words, ASKED);
            peak.run(half * MILLION);
            Atomics.wait(words, DONE, 0);
          },
        };
      },
    };
  });
} else {
  const words = workerData as Int32Array; // as above
  parentPort!.postMessage('ready');
  for (;;) {
    Atomics.wait(words, ASKED, 0);
    const half = Atomics.exchange(words, ASKED, 0);
    peak.run(half * MILLION);
    Atomics.store(words, DONE, 1);
    Atomics.notify(words, DONE);
  }
}
