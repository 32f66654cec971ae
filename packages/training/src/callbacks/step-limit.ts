import { type Callback, checkInteger } from '@neurite/core';

/**
 * Ends training after a number of steps, those before a resume included.
 *
 * @param steps an integer of at least 1
 * @throws ArgumentError when it is not
 * @example
 * const callbacks = [stepLimit(10_000)];
 */
export function stepLimit(steps: number): Callback {
  const name = 'stepLimit';
  checkInteger(name, 'steps', steps, { min: 1 });
  const stopWhenDue: Callback['trainBegin'] = (run) => {
    if (run.step >= steps) run.stop(`the limit of ${steps} steps is reached`);
  };
  return { name, trainBegin: stopWhenDue, stepEnd: (run) => stopWhenDue(run, undefined) };
}
