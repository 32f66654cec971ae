import { add, clone, keep, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import type { Context } from './context.js';

/** What a pass gave, and what its layers added to the loss. */
export type Penalized<R> = {
  readonly result: R;
  /** The sum of the terms; undefined where there is none. The caller owns it. */
  readonly penalty: Scalar | undefined;
};

/**
 * Runs a pass and collects what its layers add to the loss: penalties of weights and activities, the load of experts. A
 * training loop of your own adds it to its loss.
 *
 * @param pass gets the context that collects
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const context = { training: true, random: randomKeys(RandomStream.fromSeed(7)) };
 * const { result, penalty } = collectPenalties(context, (within) => neuron.forward(tensor2d([[1, 2]]), within));
 */
export function collectPenalties<R>(context: Context, pass: (context: Context) => R): Penalized<R> {
  let penalty: Scalar | undefined;
  const penalize = (term: Scalar): void => {
    const before: Tensor | undefined = penalty;
    // Kept, as the scope of the layer that adds it ends before the loss is taken.
    penalty = keep(before === undefined ? clone(term) : (add(before, term) as Scalar)); // two scalars
    before?.dispose();
  };
  const { training, random, rows, sumOverReplicas } = context;
  try {
    const result = pass({ training, random, rows, penalize, sumOverReplicas });
    return { result, penalty: penalty && release(penalty) };
  } catch (error) {
    penalty?.dispose();
    throw error;
  }
}

/** A tensor that the scope around owns, in place of one that is kept. */
function release(kept: Scalar): Scalar {
  const given = clone(kept);
  kept.dispose();
  return given;
}
