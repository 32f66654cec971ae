import { formatShape, type Shape, ShapeError } from '@neurite/core';

/** The last axis of what a layer normalises. */
type LastAxis = { readonly size: number; readonly name: 'channels' | 'features' };

/** @throws ShapeError unless `x` has shape [batch, …, size] */
export function assertLastAxis(where: string, { shape }: { readonly shape: Shape }, { size, name }: LastAxis): void {
  if (shape.length < 2 || shape.at(-1) !== size) {
    throw new ShapeError({
      where,
      argument: 'x',
      expected: `have shape [batch, …, ${size}]`,
      received: formatShape(shape),
      advice: `The last axis must equal the ${name} it was built for`,
    });
  }
}

/**
 * @returns the size of the last axis
 * @throws ShapeError where there is none besides the batch, or nothing along it
 */
export function lastAxisOf(where: string, inputShape: Shape, name: LastAxis['name']): number {
  const size = inputShape.at(-1);
  if (size === undefined || size < 1) {
    throw new ShapeError({
      where,
      argument: 'inputShape',
      expected: `be [${name}], or have more axes before the ${name}`,
      received: formatShape(inputShape),
    });
  }
  return size;
}
