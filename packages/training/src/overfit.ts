import {
  type Batch,
  type Callback,
  checkInteger,
  checkNumber,
  checkOptions,
  type Loaded,
  type Loss,
  loadState,
  type Module,
  type Optimizer,
  stateDict,
} from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import type { BatchesFor, WeightsOf } from './batches.js';
import { fit } from './fit.js';
import { copies } from './internal/named-tensors.js';

/** How a batch is learned by heart. */
export type OverfitOptions<Out, Y, W> = {
  readonly loss: Loss<NoInfer<Out>, NoInfer<Loaded<Y>>, NoInfer<WeightsOf<W>>>;
  readonly optimizer: Optimizer;
  /** How many steps at most: an integer of at least 1. Default 300. */
  readonly steps?: number;
  /** Which part of the first loss is small enough: above 0 and below 1. Default 0.05. */
  readonly share?: number;
  /** As that of `fit`. Default 0. */
  readonly seed?: number;
};

/** What came of it. */
export type Overfit = {
  /** Whether the loss became small enough. */
  readonly learned: boolean;
  /** Of each step. */
  readonly losses: readonly number[];
};

/**
 * Checks that a model can learn one batch by heart, which every network that is large enough can: where it cannot, the loss,
 * the targets, the learning rate or a gradient is wrong, and no training on all data will help. The model is afterwards as it was.
 *
 * Dropout and other noise keep the loss from becoming small; leave them out of this check.
 *
 * @param batch a few samples with their targets
 * @throws ArgumentError for options out of range, and what `fit` throws
 * @example
 * class Line extends Module {
 *   readonly weight = new Parameter(scalar(0));
 *   override forward(x: Tensor): Tensor {
 *     return mul(x, this.weight.value);
 *   }
 * }
 * const batch = { x: hostArray(Float32Array.of(1, 2, 3)), y: hostArray(Float32Array.of(2, 4, 6)) };
 * const { learned } = await overfit(new Line(), batch, {
 *   loss: (predicted, y) => mean(squaredDifference(predicted, y)),
 *   optimizer: {
 *     name: 'sgd',
 *     init: () => ({}),
 *     update: ({ weight }) => ({ updates: { weight: mul(weight!, -0.1) }, state: {} }),
 *   },
 * }); // true
 */
export async function overfit<In, Out, X, Y, W = undefined>(
  model: Module<In, Out>,
  batch: Batch<X, Y, W>,
  options: OverfitOptions<Out, Y, W>,
): Promise<Overfit> {
  const where = 'overfit';
  checkOptions(where, options, ['loss', 'optimizer', 'steps', 'share', 'seed']);
  const { loss, optimizer, steps = 300, share = 0.05, seed = 0 } = options;
  checkInteger(where, 'steps', steps, { min: 1 });
  checkNumber(where, 'share', share, { above: 0, below: 1 });
  const losses: number[] = [];
  let learned = false;
  const watch: Callback = {
    name: where,
    stepEnd: (run, report) => {
      losses.push(report.loss);
      learned = losses.length > 1 && report.loss <= share * losses[0]!;
      if (learned) run.stop('the batch is learned by heart');
    },
  };
  const before = copies(stateDict(model));
  // A batch is used in every step, so freeing it is left to its owner.
  const { dispose: _, ...again } = batch;
  const data = [again] as unknown as BatchesFor<In, X, Y, W>; // its type has been checked as that of the batch
  try {
    await fit<In, Out, X, Y, W>(model, data, { epochs: steps, loss, optimizer, seed, callbacks: [watch] });
  } finally {
    loadState(model, before);
    dispose(Object.values(before));
  }
  return { learned, losses };
}
