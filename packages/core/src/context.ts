import type { Scalar } from '@tensorflow/tfjs-core';
import { noKeys, type RandomKeys } from './random-keys.js';

/** What a forward pass needs besides its input. */
export type Context = {
  /** Whether dropout drops and batch statistics are taken. */
  readonly training: boolean;
  /** Keys for random numbers. A container hands each child its own: `random.child(name)`. */
  readonly random: RandomKeys;
  /**
   * The rows of the whole batch that this pass works on, where a batch is cut into parts: draws are indexed by the row in
   * the whole batch, so that the cut changes none. Default: the pass has the whole batch.
   */
  readonly rows?: { readonly first: number } | undefined;
  /** Adds a scalar to the loss of this pass; it stays the caller's. Default: nobody collects it. See `collectPenalties`. */
  readonly penalize?: ((term: Scalar) => void) | undefined;
  /**
   * Adds up an array of all processes that share this pass, in place, while this thread waits: every one of them must call it
   * equally often. Default: the pass is of one process.
   */
  readonly sumOverReplicas?: ((values: Float64Array) => Float64Array) | undefined;
};

/**
 * The context of a prediction: nothing is dropped, running statistics stay as they are.
 *
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const y = neuron.forward(tensor2d([[1, 2]]), inference());
 */
export function inference(): Context {
  return { training: false, random: noKeys };
}

/**
 * The same context for a child.
 *
 * @param name the child's name in the tree of modules
 */
export function childContext(context: Context, name: string): Context {
  // No spread: five times as long, in each module of a pass.
  const { training, random, rows, penalize, sumOverReplicas } = context;
  return { training, random: random.child(name), rows, penalize, sumOverReplicas };
}
