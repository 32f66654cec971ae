import { ArgumentError, describeValue, type Schedule } from '@neurite/core';
import { checkAscending } from '../internal/check-ascending.js';
import { scheduleOf } from '../internal/schedule-of.js';

/**
 * Schedules one after the other, each of which begins at its step 0: as PyTorch's `SequentialLR`, and with numbers as
 * Keras's `PiecewiseConstantDecay`, which changes one step later.
 *
 * @param pieces numbers of at least 0, or schedules: one more than there are boundaries
 * @param boundaries the steps in which the second, third … begin: integers of at least 1, in ascending order
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when boundaries do not ascend, or schedules are not one more than these
 * @example
 * const learningRate = piecewise([0.1, cosineDecay({ initial: 0.1, steps: 500 })], [1000]);
 * learningRate(1500, { signals: {} }); // 0
 */
export function piecewise(pieces: readonly (number | Schedule)[], boundaries: readonly number[]): Schedule {
  checkAscending('piecewise', 'boundaries', boundaries);
  if (!Array.isArray(pieces) || pieces.length !== boundaries.length + 1) {
    throw new ArgumentError({
      where: 'piecewise',
      argument: 'pieces',
      expected: `be a list of ${boundaries.length + 1}, one more than there are boundaries`,
      received: describeValue(pieces),
    });
  }
  const schedules = pieces.map((piece: number | Schedule, i) => scheduleOf('piecewise', `pieces.${i}`, piece));
  return (step, context) => {
    const piece = boundaries.filter((boundary) => boundary <= step).length;
    return schedules[piece]!(step - (boundaries[piece - 1] ?? 0), context);
  };
}
