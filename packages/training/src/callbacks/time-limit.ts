import { type Callback, checkNumber, checkOptions } from '@neurite/core';
import { formatDuration } from '../internal/progress-line.js';

/** How long training may take: the sum of these, above 0. Each is 0 by default. */
export type TimeLimitOptions = {
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
};

/**
 * Ends training after a time, as Lightning's `Timer`: the step that goes on then is finished, and `checkpoints` write. The time
 * of the processes before a resume counts.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const callbacks = [timeLimit({ hours: 8 })];
 */
export function timeLimit(options: TimeLimitOptions): Callback {
  const name = 'timeLimit';
  checkOptions(name, options, ['hours', 'minutes', 'seconds']);
  const { hours = 0, minutes = 0, seconds = 0 } = options;
  for (const [argument, value] of Object.entries({ hours, minutes, seconds })) {
    checkNumber(name, argument, value, { atLeast: 0 });
  }
  const limit = hours * 3600 + minutes * 60 + seconds;
  checkNumber(name, 'the sum of hours, minutes and seconds', limit, { above: 0 });
  let before = 0;
  let begun = 0;
  const spent = (): number => before + (performance.now() - begun) / 1000;
  const stopWhenDue: Callback['stepEnd'] = (run) => {
    if (spent() >= limit) run.stop(`the limit of ${formatDuration(limit)} is reached`);
  };
  return {
    name,
    trainBegin: (_, saved) => {
      begun = performance.now();
      before = (saved?.json as number | undefined) ?? 0; // `save` below wrote it
    },
    stepEnd: stopWhenDue,
    save: () => ({ json: spent() }),
  };
}
