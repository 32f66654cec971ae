/** A worker that trains, corrects or examines. */
export function startWorker(name: 'training' | 'correcting' | 'examining'): Worker {
  return new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module', name });
}
