import { ArgumentError, describeValue } from '@neurite/core';

/** @throws ArgumentError when it is not a list, or holds what is none of `things`, e.g. `columns` */
export function checkList<T>(
  where: string,
  argument: string,
  value: readonly T[],
  { things, isOne = () => true }: { readonly things: string; readonly isOne?: (value: T) => boolean },
): void {
  if (Array.isArray(value) && value.every(isOne)) return;
  const expected = `be a list of ${things}`;
  throw new ArgumentError({ where, argument, expected, received: describeValue(value) });
}

/** Whether it has a shape of so many axes, as a host array has. */
export function hasAxes(value: unknown, ...counts: readonly number[]): boolean {
  const { shape } = (value ?? {}) as { readonly shape?: unknown };
  return Array.isArray(shape) && counts.includes(shape.length);
}
