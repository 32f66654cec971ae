import { ArgumentError, checkNumber, describeValue, type NumberBounds, type RandomStream } from '@neurite/core';

/** From where a number is drawn, uniformly: between a pair, or as far as one number to either side of no change. */
export type Range = number | readonly [low: number, high: number];

/**
 * @param options.around the value that changes nothing; a single number is how far draws are from it. Without it, a single
 *   number is always drawn
 * @returns the least and the greatest draw
 * @throws ArgumentError when a number is out of bounds, or the first is greater than the second
 */
export function checkRange(
  where: string,
  argument: string,
  { value, around, ...bounds }: { readonly value: Range; readonly around?: number } & NumberBounds,
): readonly [number, number] {
  if (typeof value === 'number') {
    if (around === undefined) {
      checkNumber(where, argument, value, bounds);
      return [value, value];
    }
    const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = bounds;
    checkNumber(where, argument, value, { atLeast: 0 });
    return [Math.max(around - value, atLeast), Math.min(around + value, atMost)];
  }
  if (!Array.isArray(value) || value.length !== 2 || value[0] > value[1]) {
    const expected = 'be a number, or two: the least and the greatest';
    throw new ArgumentError({ where, argument, expected, received: describeValue(value) });
  }
  const [low, high] = value as readonly [number, number]; // two, as checked
  checkNumber(where, argument, low, bounds);
  checkNumber(where, argument, high, bounds);
  return [low, high];
}

/** One number of a range. */
export function between(random: RandomStream, [low, high]: readonly [number, number]): number {
  return low + (high - low) * random.uniform();
}

/** One integer of a range, both ends included. */
export function integerBetween(random: RandomStream, [low, high]: readonly [number, number]): number {
  return low + random.integer(high - low + 1);
}
