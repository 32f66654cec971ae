import { type TensorTree, valueAndGradients } from '@neurite/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { leaves } from './tensor-tree.js';

/** A loss and its gradient by each tensor of the predictions. */
export function lossAndGradients(
  f: () => Scalar,
  predictions: TensorTree,
): { readonly value: Scalar; readonly gradients: readonly Tensor[] } {
  const of = Object.fromEntries(leaves(predictions).map((tensor, i) => [String(i), tensor]));
  const { value, gradients } = valueAndGradients(f, of);
  return { value, gradients: Object.values(gradients) };
}
