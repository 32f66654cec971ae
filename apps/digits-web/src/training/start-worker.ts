/** A worker that trains or corrects. */
export function startWorker(name: 'training' | 'correcting'): Worker {
  return new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module', name });
}
