import { ArgumentError } from '@neurite/core';

/** @throws ArgumentError where the format cannot be decoded into so many channels */
export function checkChannels(where: string, channels: number, known: readonly number[]): void {
  if (known.includes(channels)) return;
  throw new ArgumentError({
    where,
    argument: 'channels',
    expected: `be ${known.slice(0, -1).join(', ')} or ${known.at(-1)}`,
    received: String(channels),
  });
}

/** @throws ArgumentError for another dtype than int32, the only one that TensorFlow.js has for images */
export function checkDtype(where: string, dtype: string): void {
  if (dtype === 'int32') return;
  throw new ArgumentError({ where, argument: 'dtype', expected: "be 'int32'", received: `'${dtype}'` });
}

/** @throws ArgumentError where an option of TensorFlow has a value that this package has nothing for */
export function checkDefault(where: string, argument: string, value: unknown, only: unknown): void {
  if (value === only) return;
  throw new ArgumentError({
    where,
    argument,
    expected: `be ${JSON.stringify(only)}, the only value that this package supports`,
    received: JSON.stringify(value),
  });
}
