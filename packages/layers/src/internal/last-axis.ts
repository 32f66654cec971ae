import { formatShape, type Module, type Shape, ShapeError, type ShapePreservingBlueprint } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

type Name = 'channels' | 'features';
/** How many parts an axis falls into, and what they are called, e.g. `groups`. */
type Parts = readonly [count: number, name: string];

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

/** How a layer along the last axis is made. */
type AlongLastAxis = {
  readonly axis: Name;
  /** What must divide the size of the axis. Default: nothing. */
  readonly parts?: Parts;
  /** @param size of the last axis */
  readonly build: <T extends Tensor>(size: number) => Module<T, T>;
};

/** The blueprint of a layer that takes any rank and keeps one set of parameters along the last axis. */
export function alongLastAxis(name: string, { axis, parts, build }: AlongLastAxis): ShapePreservingBlueprint {
  return {
    name,
    preservesShape: true,
    outputShape: (inputShape) => {
      if (!(inputShape.at(-1)! >= 1)) {
        throw new ShapeError({
          where: name,
          argument: 'inputShape',
          expected: `be [${axis}], or have more axes before the ${axis}`,
          received: formatShape(inputShape),
        });
      }
      if (parts !== undefined) assertDivides(name, inputShape, { name: axis, parts });
      return inputShape;
    },
    build: (inputShape) => build(inputShape.at(-1)!), // checked by outputShape
  };
}

/**
 * @param of an input shape, whose last axis counts, or the size by itself
 * @throws ShapeError unless the parts divide the size
 */
export function assertDivides(
  where: string,
  of: Shape | number,
  { name, parts }: { readonly name: Name; readonly parts: Parts },
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
