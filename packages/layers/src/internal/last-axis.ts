import {
  type AnyRank,
  type AnyRankParts,
  defineAnyRank,
  formatShape,
  formatSpec,
  type Same,
  type Shape,
  ShapeError,
  type Spec,
  type TensorSpec,
  tensorInput,
} from '@neurite/core';
import { lastSize } from './sizes.js';

type Name = 'channels' | 'features';
/** The number of parts of an axis, and what they are called, e.g. `groups`. */
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

/** The blueprint of a layer that takes any rank, gives the same shape, and keeps parameters along the last axis. */
export function alongLastAxis(
  name: string,
  args: readonly unknown[],
  { axis, parts, ...rest }: { readonly axis: Name; readonly parts?: Parts } & Omit<AnyRankParts<Same>, 'outputSpec'>,
): AnyRank {
  const outputSpec = (input: Spec): TensorSpec => {
    const given = tensorInput(name, input, { axes: ['…', axis], known: [axis] });
    if (parts !== undefined) assertDivides(name, given, { name: axis, parts });
    return given;
  };
  return defineAnyRank(name, args, { outputSpec, ...rest });
}

/**
 * @param of an input, whose last axis counts, or the size by itself
 * @throws ShapeError unless the parts divide the size
 */
export function assertDivides(
  where: string,
  of: TensorSpec | number,
  { name, parts }: { readonly name: Name; readonly parts: Parts },
): void {
  const [count, called] = parts;
  if (typeof of === 'number') {
    if (of % count === 0) return;
    const expected = `be a multiple of the ${count} ${called}`;
    throw new ShapeError({ where, argument: name, expected, received: String(of) });
  }
  if (lastSize(of) % count === 0) return;
  const expected = `have ${name} that the ${count} ${called} divide`;
  throw new ShapeError({ where, argument: 'input', expected, received: formatSpec(of) });
}

/** @throws ShapeError unless the last axis of `x` has two halves */
export function assertHalves(where: string, { shape }: { readonly shape: Shape }): void {
  if (shape.length >= 1 && shape.at(-1)! % 2 === 0) return;
  const expected = 'have an even size of the last axis';
  throw new ShapeError({ where, argument: 'x', expected, received: formatShape(shape) });
}
