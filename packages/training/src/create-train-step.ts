import {
  type AnyMetric,
  checkOptions,
  type GradientOptions,
  type Loss,
  type Module,
  type Optimizer,
  type TrainStep,
  type Unranked,
} from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { assertLoss, assertMetrics, assertModel, assertOptimizer } from './internal/check-arguments.js';
import { type AnyLoss, modelObjective } from './internal/model-objective.js';
import { ownStep } from './internal/own-step.js';

/** What a train step minimises, how, and what it measures on the way. */
export type TrainStepOptions<Out, Targets, Weights> = GradientOptions & {
  readonly loss: Loss<Out, Targets, Weights>;
  readonly optimizer: Optimizer;
  /** Measured on the predictions of the training pass. Default none. */
  readonly metrics?: Readonly<Record<string, AnyMetric>>;
};

/**
 * Makes the train step of a model: forward pass, loss, gradients, optimizer update.
 *
 * The step is pure: it never reads a tensor's value, changes neither the model nor its inputs, and disposes none of
 * them. Equal arguments give equal bits. Use it to write a training loop of one's own; `fit` is built on it.
 *
 * @returns the step; see `TrainStep`
 * @throws ShapeError (the step) when the loss is not a scalar
 * @throws ArgumentError (the step) when the loss does not depend on a trainable parameter, or a module uses a parameter
 *   that the tree of the model does not hold
 * @example
 * const optimizer: Optimizer = {
 *   name: 'sgd',
 *   init: () => ({}),
 *   update: ({ weight }) => ({ updates: { weight: mul(weight!, -0.1) }, state: {} }),
 * };
 * class Line extends Module {
 *   readonly weight = new Parameter(scalar(0));
 *   override forward(x: Tensor): Tensor {
 *     return mul(x, this.weight.value);
 *   }
 * }
 * using model = new Line();
 * const step = createTrainStep(model, { optimizer, loss: (predicted, y) => mean(squaredDifference(predicted, y)) });
 * const random = RandomStream.fromSeed(7);
 * const batches = [{ x: hostArray(Float32Array.of(1, 2, 3)), y: hostArray(Float32Array.of(2, 4, 6)) }];
 * let state = initialState(model, optimizer);
 * for (let epoch = 0; epoch < 20; epoch++) {
 *   for (const host of batches) {
 *     using batch = toTensors(host);
 *     const clock = eagerClock(state.step);
 *     const next = step(state, batch, { clock, random: randomKeys(random, clock) });
 *     next.loss.dispose();
 *     disposeState(state);
 *     state = next.state;
 *   }
 * }
 * storeState(model, state); // the weight is now 2
 * disposeState(state);
 */
export function createTrainStep<In, Out, Targets = Tensor, Weights = Tensor>(
  model: Module<In, Out>,
  options: TrainStepOptions<Out, Targets, Weights>,
): TrainStep<Unranked<In>, Unranked<Targets>, Unranked<Weights>> {
  const where = 'createTrainStep';
  checkOptions(where, options, ['loss', 'optimizer', 'metrics', 'allowUnused', 'onGradient']);
  assertModel(where, model);
  assertLoss(where, options.loss);
  assertOptimizer(where, options.optimizer);
  assertMetrics(where, options.metrics ?? {});
  const { loss, optimizer, metrics = {}, ...gradients } = options;
  // Model, loss and metrics have been checked against each other by their types.
  const objective = modelObjective(model as Module<unknown, unknown>, { ...gradients, loss: loss as AnyLoss, metrics });
  const step = ownStep(objective, optimizer);
  return (state, batch, input) => {
    const { state: next, reports, gradients } = step(state, [batch], input);
    return { state: next, ...reports[0]!, ...(gradients && { gradients }) };
  };
}
