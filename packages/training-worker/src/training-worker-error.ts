import { NeuriteError } from '@neurite/core';

/** A training failed in its worker, or the worker itself did. */
export class TrainingWorkerError extends NeuriteError {
  override readonly name: string = 'TrainingWorkerError';
  /** The name of the error in the worker, e.g. `DivergedError`. */
  readonly remoteName: string;
  /** Its message in the worker. */
  readonly remoteMessage: string;
  /** Its stack in the worker; undefined if the browser does not tell. */
  readonly remoteStack: string | undefined;

  constructor(error: { readonly name: string; readonly message: string; readonly stack?: string | undefined }) {
    super({
      where: 'trainInWorker',
      problem: `the worker failed with ${error.name}: ${error.message.replace(/\.$/, '')}`,
    });
    this.remoteName = error.name;
    this.remoteMessage = error.message;
    this.remoteStack = error.stack;
  }
}
