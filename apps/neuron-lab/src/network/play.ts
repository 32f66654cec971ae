import type { WorkerTraining } from '@neurite/training-worker';

/**
 * Takes steps as long as `playing` says so and the training goes on.
 *
 * @param options.count how many steps before the page is asked again
 * @param options.pause milliseconds to wait after them
 */
export async function play(
  training: Pick<WorkerTraining<unknown>, 'step'>,
  {
    playing,
    count,
    pause = 0,
  }: { readonly playing: () => boolean; readonly count: () => number; readonly pause?: number },
): Promise<void> {
  // A training that has ended answers at once: without its answer this loop would never let the page draw again.
  while (playing() && (await training.step(count()))) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
