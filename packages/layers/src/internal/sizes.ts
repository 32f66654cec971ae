import { type Size, type Spec, spec, type TensorSpec } from '@neurite/core';

/** The sizes of an input that `outputSpec` took: one tensor, without the batch axis. */
export function sizesOf(input: Spec): readonly Size[] {
  return (input as TensorSpec).shape; // one tensor, as checked
}

/** The size of the last axis of an input that `outputSpec` took, where that must be known. */
export function lastSize(input: Spec): number {
  return sizesOf(input).at(-1)!; // known, as checked
}

/** The number of elements; a size of null counts as 1, so that multiply-adds are those of one step. */
export function elements(sizes: readonly Size[]): number {
  return sizes.reduce<number>((product, size) => product * (size ?? 1), 1);
}

/** The specs of parameters by their shapes; those that are undefined are left out. */
export function specsOf(
  shapes: Readonly<Record<string, readonly number[] | undefined>>,
): Readonly<Record<string, TensorSpec>> {
  return Object.fromEntries(Object.entries(shapes).flatMap(([name, shape]) => (shape ? [[name, spec(shape)]] : [])));
}
