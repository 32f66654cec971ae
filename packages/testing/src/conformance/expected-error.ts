import type { Check } from '../check.js';
import { expectError } from '../expect-error.js';

/** A call that must fail, and how. */
export type ExpectedError<Argument = void> = {
  readonly run: (argument: Argument) => unknown;
  readonly type: new (...details: never[]) => Error;
  /** The whole text, word for word. */
  readonly message: string;
};

/** One check for each error of a table. */
export function errorChecks(errors: readonly ExpectedError[]): Check[] {
  return errors.map(({ run, type, message }) => ({
    name: `says: ${message}`,
    run: () => expectError(() => run(), type, message),
  }));
}
