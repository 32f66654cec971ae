let waiting: Worker | undefined;

/** Starts a worker for the next `takeWorker`: it loads its program while the room is still loaded. */
export function prepareWorker(): void {
  waiting ??= startWorker();
}

/** A worker that trains networks. It belongs to whoever takes it. */
export function takeWorker(): Worker {
  const worker = waiting ?? startWorker();
  waiting = undefined;
  return worker;
}

function startWorker(): Worker {
  return new Worker(new URL('./training-worker.ts', import.meta.url), { type: 'module', name: 'training' });
}
