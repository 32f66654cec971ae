import { ArgumentError, checkInteger, describeValue } from '@neurite/core';

/** @throws ArgumentError when steps are not a list of integers of at least 1, each larger than the one before */
export function checkAscending(where: string, argument: string, steps: unknown): asserts steps is readonly number[] {
  const isList = Array.isArray(steps) && steps.length > 0;
  if (isList) for (const [i, step] of steps.entries()) checkInteger(where, `${argument}.${i}`, step, { min: 1 });
  if (isList && steps.every((step, i) => i === 0 || step > steps[i - 1]!)) return;
  throw new ArgumentError({
    where,
    argument,
    expected: 'be a list of steps in ascending order',
    received: describeValue(steps),
  });
}
