import type { Page } from 'playwright-core';

/** What a page and its workers hold, after garbage has been collected. */
export type Memory = {
  /** Bytes of JavaScript objects, of the page and of the workers that it started. */
  readonly heap: number;
  /** Bytes of array buffers and of WebAssembly's memory, of the page and of the workers that it started. */
  readonly buffers: number;
  /** Nodes of the document, and those outside of it that something still refers to. */
  readonly nodes: number;
  readonly listeners: number;
  readonly workers: number;
};

/** What the debugger says of an isolate. */
type HeapUsage = { readonly usedSize: number; readonly backingStorageSize: number };

/** What a collection leaves, the next one may still find: callbacks run in between. */
const COLLECTIONS = 3;

/** @returns a function that collects garbage and reads what is left */
export async function watchMemory(page: Page): Promise<() => Promise<Memory>> {
  const debuggers = await page.context().newCDPSession(page);
  /** The sessions of the workers, each with who waits for an answer of it. */
  const workers = new Map<string, (result: unknown) => void>();
  const nobody = (): void => {};
  debuggers.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.set(sessionId, nobody);
  });
  debuggers.on('Target.detachedFromTarget', ({ sessionId }) => {
    workers.get(sessionId)?.(undefined);
    workers.delete(sessionId);
  });
  debuggers.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    workers.get(sessionId)?.((JSON.parse(message) as { result?: unknown }).result); // an answer of the protocol
  });
  await debuggers.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  await debuggers.send('Performance.enable');

  /** Undefined for a worker that has ended meanwhile. */
  const askWorker = (sessionId: string, method: string): Promise<unknown> =>
    new Promise((resolve) => {
      workers.set(sessionId, resolve);
      const message = JSON.stringify({ id: 1, method });
      debuggers.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => resolve(undefined));
    });

  return async () => {
    for (let i = 0; i < COLLECTIONS; i++) {
      await debuggers.send('HeapProfiler.collectGarbage');
      for (const worker of [...workers.keys()]) await askWorker(worker, 'HeapProfiler.collectGarbage');
    }
    const usages: HeapUsage[] = [(await debuggers.send('Runtime.getHeapUsage')) as unknown as HeapUsage]; // newer than its declaration
    for (const worker of [...workers.keys()]) {
      const usage = await askWorker(worker, 'Runtime.getHeapUsage');
      if (usage !== undefined) usages.push(usage as HeapUsage); // as the protocol has it
    }
    const { metrics } = await debuggers.send('Performance.getMetrics');
    const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    return {
      heap: usages.reduce((sum, { usedSize }) => sum + usedSize, 0),
      buffers: usages.reduce((sum, { backingStorageSize }) => sum + backingStorageSize, 0),
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      workers: usages.length - 1,
    };
  };
}
