import { ArgumentError, describeValue, type HostArray } from '@neurite/core';

/**
 * Checks an argument that is a list of strings.
 *
 * @throws ArgumentError
 */
export function checkStrings(
  where: string,
  argument: string,
  value: unknown,
  expected = 'be a list of strings',
): asserts value is readonly string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '')) return;
  throw new ArgumentError({ where, argument, expected, received: describeValue(value) });
}

/**
 * Checks an argument that has a value for each row.
 *
 * @throws ArgumentError
 */
export function checkRows(where: string, argument: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'length' in value && Number.isSafeInteger(value.length)) return;
  throw new ArgumentError({ where, argument, expected: 'be an array', received: describeValue(value) });
}

/**
 * Checks an argument that is a host array; a typed array alone has no shape.
 *
 * @throws ArgumentError
 */
export function checkHostArray(where: string, argument: string, value: unknown): asserts value is HostArray {
  const { data, shape } = (value ?? {}) as Partial<HostArray>;
  if (ArrayBuffer.isView(data) && Array.isArray(shape)) return;
  throw new ArgumentError({
    where,
    argument,
    expected: 'be a host array',
    received: describeValue(value),
    advice: 'Make one with hostArray(data, shape) of @neurite/core',
  });
}
