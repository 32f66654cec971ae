import { ArgumentError, type HostArray, hostArray, ShapeError } from '@neurite/core';

/** Numbers in nested lists, the samples along the first. */
export type NestedNumbers = readonly number[] | readonly NestedNumbers[];

/** Whether a list is one of numbers, however deep; one without elements is. */
export function isNestedNumbers(value: unknown): value is NestedNumbers {
  let first = value;
  while (Array.isArray(first) && first.length > 0) first = first[0];
  return Array.isArray(value) && (typeof first === 'number' || Array.isArray(first));
}

/**
 * Nested lists of numbers as a float32 array.
 *
 * @throws ShapeError when lists of one level have different lengths
 * @throws ArgumentError when something else is among the numbers, or one is beyond float32
 */
export function fromNested(where: string, argument: string, value: NestedNumbers): HostArray<'float32'> {
  const shape: number[] = [];
  for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  let at = 0;
  const fill = (list: unknown, index: readonly number[]): void => {
    const axis = index.length;
    if (!Array.isArray(list) || list.length !== shape[axis]) {
      throw new ShapeError({
        where,
        argument,
        expected: `have lists of ${shape[axis]} at ${formatIndex(index.slice(0, -1))}`,
        received: Array.isArray(list)
          ? `one of ${list.length} at ${formatIndex(index)}`
          : `${String(list)} at ${formatIndex(index)}`,
      });
    }
    for (let i = 0; i < list.length; i++) {
      if (axis === shape.length - 1) data[at++] = asFloat32(where, argument, list[i], () => formatIndex([...index, i]));
      else fill(list[i], [...index, i]);
    }
  };
  fill(value, []);
  return hostArray(data, shape);
}

/** @throws ArgumentError when a number is beyond float32 */
export function fromFloat64(where: string, argument: string, value: Float64Array): HostArray<'float32'> {
  const data = new Float32Array(value.length);
  for (let i = 0; i < data.length; i++) data[i] = asFloat32(where, argument, value[i], () => formatIndex([i]));
  return hostArray(data);
}

function asFloat32(where: string, argument: string, value: unknown, at: () => string): number {
  if (typeof value !== 'number') {
    throw new ArgumentError({ where, argument, expected: 'hold numbers', received: `${String(value)} at ${at()}` });
  }
  const rounded = Math.fround(value);
  if (Number.isFinite(value) && !Number.isFinite(rounded)) {
    const expected = 'hold numbers of at most 3.4e38, the largest of float32';
    throw new ArgumentError({ where, argument, expected, received: `${value} at ${at()}` });
  }
  return rounded;
}

function formatIndex(index: readonly number[]): string {
  return `[${index.join(', ')}]`;
}
