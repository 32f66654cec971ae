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
  process.once('beforeExit', () => {
    world.leave().catch((error: Error) => world.abort(error.message));
  });
  process.once('exit', (code) => {
    // Node would tell an error that nobody has caught after this, when the process is gone.
    if (thrown !== undefined) world.abort(describe(thrown.error), code || 1);
    if ((code !== 0 && code < SIGNALS) || world.isBusy) {
      world.abort(`it ends with exit code ${code}, and so does the job`, code || 1);
    }
    world.finalize();
  });
}

function describe(error: unknown): string {
  if (error instanceof NeuriteError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
