import { describeValue, ShapeError } from '@neurite/core';

/**
 * The number of elements of a tensor.
 *
 * @throws ShapeError when a size is no integer of at least 0
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
  return size;
}
