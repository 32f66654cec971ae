import type { TensorTree } from '@neurite/core';
import { gather, Tensor, tensor1d } from '@tensorflow/tfjs-core';

/** A tree of the same form with other tensors. */
export function mapTree<Tree extends TensorTree>(tree: Tree, f: (tensor: Tensor) => Tensor): Tree {
  return mapAny(tree, f) as Tree; // of the same form
}

function mapAny(tree: TensorTree, f: (tensor: Tensor) => Tensor): TensorTree {
  if (tree instanceof Tensor) return f(tree);
  if (Array.isArray(tree)) return tree.map((child: TensorTree) => mapAny(child, f));
  return Object.fromEntries(Object.entries(tree).map(([name, child]) => [name, mapAny(child as TensorTree, f)])); // records of trees
}

/** The tensors of a tree, in its order. */
export function leaves(tree: TensorTree): Tensor[] {
  const found: Tensor[] = [];
  mapTree(tree, (tensor) => {
    found.push(tensor);
    return tensor;
  });
  return found;
}

/** A tree of the same form with these tensors, in the order of `leaves`. */
export function withLeaves<Tree extends TensorTree>(tree: Tree, tensors: readonly Tensor[]): Tree {
  let next = 0;
  return mapTree(tree, () => tensors[next++]!);
}

/** The samples at some indices. */
export function samplesAt<Tree extends TensorTree>(tree: Tree, indices: readonly number[]): Tree {
  return mapTree(tree, (tensor) => gather(tensor, tensor1d([...indices], 'int32')));
}

/** The size of the batch axis. */
export function samplesOf(tree: TensorTree): number {
  return leaves(tree)[0]!.shape[0]!;
}
