import { ArgumentError, assertShape, checkInteger, describeValue, type IntegerBounds, ShapeError } from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';

// Checks of attributes that several kernels have. `where` is the kernel.

/** Elements of a tensor at most: kernels count them with 32 bits. */
const MOST_ELEMENTS: number = 2 ** 31 - 1;

/**
 * The number of elements of a tensor.
 *
 * @throws ShapeError when a size is no integer of at least 0, or when there are too many
 */
export function elementsOf(shape: readonly number[]): number {
  let size = 1;
  for (const extent of shape) {
    if (!(extent >= 0 && Number.isInteger(extent))) {
      throw new ShapeError({
        where: 'backend-wasm',
        argument: 'shape',
        expected: 'have integers of at least 0',
        received: describeValue(shape),
      });
    }
    size *= extent;
  }
  if (size > MOST_ELEMENTS) {
    throw new ShapeError({
      where: 'backend-wasm',
      argument: 'shape',
      expected: `have at most ${MOST_ELEMENTS} elements`,
      received: describeValue(shape),
    });
  }
  return size;
}

/** Checks a list of so many integers within bounds. */
export function checkIntegers(
  where: string,
  argument: string,
  values: unknown,
  length: number | undefined,
  bounds: IntegerBounds = {},
): asserts values is readonly number[] {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds;
  const fits = (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
  if (Array.isArray(values) && (length === undefined || values.length === length) && values.every(fits)) return;
  const most = bounds.max === undefined ? '' : ` and at most ${max}`;
  throw new ArgumentError({
    where,
    argument,
    expected: `be a list of ${length === undefined ? '' : `${length} `}integers${bounds.min === undefined ? '' : ` of at least ${min}`}${most}`,
    received: describeValue(values),
  });
}

/** Checks a shape that is an attribute. */
export function checkShape(where: string, argument: string, shape: unknown): asserts shape is readonly number[] {
  checkIntegers(where, argument, shape, undefined, { min: 0 });
  elementsOf(shape);
}

/** Checks the index of an axis; negative ones count from the end. */
export function checkAxis(where: string, argument: string, axis: unknown, rank: number): asserts axis is number {
  checkInteger(where, argument, axis, { min: -rank, max: rank - 1 });
}

/** Checks the indices of one or several axes, none of them twice; undefined and null are all of them. */
export function checkAxes(where: string, argument: string, given: unknown, rank: number): void {
  if (given === undefined || given === null) return;
  const axes: readonly unknown[] = Array.isArray(given) ? given : [given];
  let seen = 0;
  for (const axis of axes) {
    checkAxis(where, argument, axis, rank);
    const bit = 1 << (axis < 0 ? axis + rank : axis);
    if ((seen & bit) !== 0) {
      throw new ArgumentError({
        where,
        argument,
        expected: 'have each axis at most once',
        received: describeValue(given),
      });
    }
    seen |= bit;
  }
}

/** Checks pairs of integers: what is before and after each axis. */
export function checkPairs(
  where: string,
  argument: string,
  pairs: unknown,
  length: number,
  bounds?: IntegerBounds,
): asserts pairs is readonly (readonly [number, number])[] {
  if (!Array.isArray(pairs) || pairs.length !== length) {
    throw new ArgumentError({
      where,
      argument,
      expected: `be a list of ${length} pairs, one for each axis`,
      received: describeValue(pairs),
    });
  }
  for (const [axis, pair] of pairs.entries()) checkIntegers(where, `${argument}[${axis}]`, pair, 2, bounds);
}

/** An argument whose value does not suit the others. */
export function unsuitable(where: string, argument: string, expected: string, received: unknown): ArgumentError {
  return new ArgumentError({ where, argument, expected, received: describeValue(received) });
}

/** Checks that tensors have one shape. */
export function checkSameShapes(where: string, _: unknown, tensors: readonly TensorInfo[]): void {
  const [first] = tensors as readonly [TensorInfo]; // a list has one
  for (const [i, { shape }] of tensors.entries()) assertShape(where, `tensors[${i}]`, shape, first.shape);
}
