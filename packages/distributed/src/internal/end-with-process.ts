import { NeuriteError } from '@neurite/core/errors';
import type { World } from './world.js';

/** From here on, an exit code says which signal has ended a program in order. */
const SIGNALS = 128;

/** Leaves the others when the process ends in order, and ends them when it fails: they would wait for it. */
export function endWithProcess(world: World): void {
  let thrown: { readonly error: unknown } | undefined;
  process.on('uncaughtExceptionMonitor', (error) => {
    thrown = { error };
  });
  // Waits on a thread, with the timeout; a program that calls `process.exit` waits without.
  if (world.rank === 0) tellOfEnd(world);
  process.once('beforeExit', () => {
    world.leave().catch((error: Error) => world.abort(error.message));
  });
  process.once('exit', (code) => {
    // Node would tell an error that nobody has caught after this, when the process is gone.
    if (thrown !== undefined) world.abort(describe(thrown.error), code || 1);
    if ((code !== 0 && code < SIGNALS) || world.underWay.isBusy) {
      world.abort(`it ends with exit code ${code}, and so does the job`, code || 1);
    }
    world.finalize();
  });
}

/**
 * mpirun of Open MPI sends SIGTERM to those that are left when one has died: the first of all that can says from where to go
 * on. Where a program listens itself, and no operation is stuck, the end is in order.
 */
function tellOfEnd(world: World): void {
  const listener = (): void => {
    const isAlone = process.listenerCount('SIGTERM') === 1;
    if (isAlone || world.underWay.isStuck) world.say('mpirun ends it by SIGTERM');
    if (!isAlone) return;
    process.off('SIGTERM', listener);
    process.kill(process.pid, 'SIGTERM');
  };
  process.on('SIGTERM', listener);
}

function describe(error: unknown): string {
  if (error instanceof NeuriteError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
