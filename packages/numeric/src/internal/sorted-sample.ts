import { ArgumentError } from '@neurite/core/errors';

/**
 * A copy of numbers in ascending order, NaN at the end; numbers that are `sorted` already are returned as they are.
 *
 * @throws ArgumentError when there are none
 */
export function sortedSample(
  values: ArrayLike<number>,
  { where, argument, sorted }: { readonly where: string; readonly argument: string; readonly sorted: boolean },
): ArrayLike<number> {
  if (values.length === 0) {
    throw new ArgumentError({ where, argument, expected: 'have at least one number', received: 'none' });
  }
  if (sorted) return values;
  const copy = new Float64Array(values.length);
  copy.set(values);
  return copy.sort();
}
