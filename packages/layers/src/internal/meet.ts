import { formatShape, formatSpec, ShapeError, type Size, type Spec, spec, TensorSpec } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** Tensors, by name or in a list. */
export type Parts<T> = Readonly<Record<string, T>> | readonly T[];

/**
 * The specs of the tensors that a join takes.
 *
 * @throws ShapeError when the input is no list or record of tensors
 */
export function partsOf(where: string, input: Spec): readonly TensorSpec[] {
  const parts: readonly Spec[] = input instanceof TensorSpec ? [] : Object.values(input);
  if (parts.length > 0 && parts.every((part) => part instanceof TensorSpec)) return parts;
  return refuseParts(where, 'be a list or record of tensors', input);
}

/** @throws ShapeError */
export function refuseParts(where: string, expected: string, input: Spec): never {
  throw new ShapeError({ where, argument: 'input', expected, received: formatSpec(input) });
}

/**
 * The spec of tensors that meet element by element: a size is the same in all of them, or null.
 *
 * @param except an axis, without the batch, along which sizes may differ: there is null
 * @returns undefined where they do not meet
 */
export function meet(parts: readonly TensorSpec[], except?: number): TensorSpec | undefined {
  const [first] = parts as readonly [TensorSpec, ...TensorSpec[]]; // at least one
  if (parts.some(({ shape, dtype }) => shape.length !== first.shape.length || dtype !== first.dtype)) return undefined;
  const known = first.shape.map((_, axis) => new Set(parts.flatMap(({ shape }) => shape[axis] ?? [])));
  if (known.some((sizes, axis) => axis !== except && sizes.size > 1)) return undefined;
  return spec(
    known.map((sizes, axis): Size => (axis === except ? null : ([...sizes][0] ?? null))),
    first.dtype,
  );
}

/**
 * Checks that tensors meet, as a size of null says nothing before.
 *
 * @param except an axis, the batch counted, along which sizes may differ
 * @returns the tensors in a list, at least one
 * @throws ShapeError
 */
export function assertMeet<T extends Tensor>(where: string, parts: Parts<T>, except?: number): readonly [T, ...T[]] {
  const [[firstName, first], ...rest] = Object.entries(parts) as [[string, T], ...[string, T][]];
  for (const [name, { shape }] of rest) {
    const wanted = first.shape.map((size, axis) => (axis === except ? (shape[axis] ?? -1) : size));
    if (shape.length !== wanted.length || !wanted.every((size, axis) => size === shape[axis])) {
      const expected =
        except === undefined
          ? `have the shape of \`x.${firstName}\`, ${formatShape(first.shape)}`
          : `differ from \`x.${firstName}\`, ${formatShape(first.shape)}, in axis ${except} alone`;
      throw new ShapeError({ where, argument: `x.${name}`, expected, received: formatShape(shape) });
    }
  }
  return [first, ...rest.map(([, part]) => part)];
}
