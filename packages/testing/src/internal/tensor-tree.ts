import { mapTensors, type TensorTree, tensorsOf } from '@neurite/core';
import { gather, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { expectClose, type Tolerance } from '../expect-close.js';

/** The tensors of a tree, in its order. */
export function leaves(tree: unknown): Tensor[] {
  return [...tensorsOf(tree).values()];
}

/** A tree of the same form with these tensors, in the order of `leaves`. */
export function withLeaves<Tree>(tree: Tree, tensors: readonly Tensor[]): Tree {
  let next = 0;
  return mapTensors(tree, () => tensors[next++]!);
}

/** The samples at some indices. */
export function samplesAt<Tree>(tree: Tree, indices: readonly number[]): Tree {
  return mapTensors(tree, (tensor) => gather(tensor, tensor1d([...indices], 'int32')));
}

/** The size of the batch axis. */
export function samplesOf(tree: TensorTree): number {
  return leaves(tree)[0]!.shape[0]!;
}

export function disposeAll(value: TensorTree): void {
  for (const tensor of leaves(value)) tensor.dispose();
}

/** Whether all values are the same, bit for bit. */
export async function isSame(a: TensorTree, b: TensorTree): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((one) => Promise.all(leaves(one).map((leaf) => leaf.data()))));
  return first!.every((data, i) => data.every((value, k) => Object.is(value, second![i]![k])));
}

export async function expectSame(actual: TensorTree, expected: TensorTree): Promise<void> {
  const [a, b] = [leaves(actual), leaves(expected)];
  expect(a.length).toBe(b.length);
  for (const [i, one] of a.entries()) expect(await one.data()).toEqual(await b[i]!.data());
}

export async function expectAlike(actual: TensorTree, expected: TensorTree, tolerance: Tolerance): Promise<void> {
  const [a, b] = [leaves(actual), leaves(expected)];
  expect(a.length).toBe(b.length);
  for (const [i, one] of a.entries()) await expectClose(one, b[i]!, tolerance);
}
