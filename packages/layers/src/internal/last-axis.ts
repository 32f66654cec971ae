import { formatShape, type Shape, ShapeError } from '@neurite/core';

type Name = 'channels' | 'features';

/**
 * @param axis the size and name of the last axis; `between`: the name of the one axis before it, default any number
 * @throws ShapeError unless `x` has shape [batch, …, size]
 */
export function assertLastAxis(
  where: string,
  { shape }: { readonly shape: Shape },
  { size, name, between }: { readonly size: number; readonly name: Name; readonly between?: string },
): void {
  const rankFits = between === undefined ? shape.length >= 2 : shape.length === 3;
  if (!rankFits || shape.at(-1) !== size) {
    throw new ShapeError({
      where,
      argument: 'x',
      expected: `have shape [batch, ${between ?? '…'}, ${size}]`,
      received: formatShape(shape),
      advice: `The last axis must equal the ${name} it was built for`,
    });
  }
}

/**
 * @returns the size of the last axis
 * @throws ShapeError where there is none besides the batch, or nothing along it
 */
export function lastAxisOf(where: string, inputShape: Shape, name: Name): number {
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

/**
 * @param of an input shape, whose last axis counts, or the size by itself
 * @param parts how many there are, and what they are called, e.g. `groups`
 * @throws ShapeError unless the parts divide the size
 */
export function assertDivides(
  where: string,
  of: Shape | number,
  { name, parts }: { readonly name: Name; readonly parts: readonly [count: number, name: string] },
): void {
  const [count, called] = parts;
  if (typeof of === 'number') {
    if (of % count === 0) return;
    const expected = `be a multiple of the ${count} ${called}`;
    throw new ShapeError({ where, argument: name, expected, received: String(of) });
  }
  if (of.at(-1)! % count === 0) return;
  const expected = `have ${name} that the ${count} ${called} divide`;
  throw new ShapeError({ where, argument: 'inputShape', expected, received: formatShape(of) });
}
