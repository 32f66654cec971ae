import { ArgumentError, checkInteger, describeValue } from '@neurite/core';
import type { Padding } from './stack-padded.js';

/** @throws ArgumentError when a value or a length is out of its range, or no field is named */
export function checkPadding(
  where: string,
  {
    pad,
    length,
    multipleOf,
  }: { readonly pad: unknown; readonly length: number | undefined; readonly multipleOf: number },
): Padding {
  const isRecord = typeof pad === 'object' && pad !== null && Object.keys(pad).length > 0;
  if (!isRecord || !Object.values(pad).every((value) => typeof value === 'number')) {
    const expected = 'name at least one field and the number that it is filled up with';
    throw new ArgumentError({ where, argument: 'pad', expected, received: describeValue(pad) });
  }
  if (length !== undefined) checkInteger(where, 'length', length, { min: 1 });
  checkInteger(where, 'multipleOf', multipleOf, { min: 1 });
  return { pad: pad as Padding['pad'], length, multipleOf }; // numbers by name, as checked
}
