import { ShapeError } from './errors.js';

/** The sizes of a tensor's axes. Input shapes of blueprints leave the batch axis out. */
export type Shape = readonly number[];

/** `[2, 3]` as text; a negative size stands for the batch axis. */
export function formatShape(shape: Shape): string {
  return `[${shape.map((size) => (size < 0 ? 'batch' : String(size))).join(', ')}]`;
}

/** The number of elements of a tensor of this shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether two shapes agree; a negative size agrees with any. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size < 0 || b[axis]! < 0 || size === b[axis]);
}

/**
 * Checks that a tensor's shape is the expected one.
 *
 * @param expected sizes; -1 takes any size and is written `batch` in the error
 * @throws ShapeError
 */
export function assertShape(where: string, argument: string, shape: Shape, expected: Shape, advice?: string): void {
  if (!sameShape(expected, shape)) {
    throw new ShapeError({
      where,
      argument,
      expected: `have shape ${formatShape(expected)}`,
      received: formatShape(shape),
      advice,
    });
  }
}
