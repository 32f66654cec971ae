import { mapTensors, type TensorTree, tensorsOf } from '@neurite/core';
import { gather, type Tensor, tensor1d } from '@tensorflow/tfjs-core';

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
