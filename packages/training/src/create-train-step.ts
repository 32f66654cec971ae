import {
  type AppliedStep,
  formatShape,
  type Loss,
  type Metric,
  type Module,
  type NamedTensors,
  type Optimizer,
  type OptimizerInput,
  ShapeError,
  type TrainStep,
  valueAndGradients,
} from '@neurite/core';
import { add, keep, type Scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { lendState } from './internal/lend-state.js';

/** What a train step minimises, how, and what it measures on the way. */
export type TrainStepOptions<Out extends Tensor, Targets extends Tensor> = {
  readonly loss: Loss<Out, Targets>;
  readonly optimizer: Optimizer;
  /** Measured on the predictions of the training pass. Default none. */
  readonly metrics?: Readonly<Record<string, Metric<unknown>>>;
};

/**
 * Makes the train step of a model: forward pass, loss, gradients, optimizer update.
 *
 * The step is pure: it never reads a tensor's value, changes neither the model nor its inputs, and disposes none of
 * them. Equal arguments give equal bits. Use it to write a training loop of one's own; `fit` is built on it.
 *
 * @returns the step; see `TrainStep`
 * @throws ShapeError (the step) when the loss is not a scalar
 * @throws ArgumentError (the step) when the loss does not depend on a trainable parameter
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
 * const batch = { x: tensor1d([1, 2, 3]), y: tensor1d([2, 4, 6]) };
 * let state = initialState(model, optimizer);
 * for (let i = 0; i < 20; i++) {
 *   const clock = eagerClock(i);
 *   const next = step(state, batch, { clock, random: randomKeys(random, clock) });
 *   next.loss.dispose();
 *   disposeState(state);
 *   state = next.state;
 * }
 * storeState(model, state); // the weight is now 2
 * disposeState(state);
 */
export function createTrainStep<In, Out extends Tensor, Targets extends Tensor>(
  model: Module<In, Out>,
  { loss, optimizer, metrics = {} }: TrainStepOptions<Out, Targets>,
): TrainStep<In, Targets> {
  const measured = Object.entries(metrics);
  return (state, { x, y }, { clock, random }) =>
    tidy(() => {
      let predictions: Out | undefined;
      const { result, buffers } = lendState(model, state, () =>
        valueAndGradients(() => {
          const output = model.forward(x, { training: true, random });
          // Metrics are taken outside, where no tape records them.
          if (measured.length > 0) predictions = keep(output);
          return scalarLoss(loss(output, y));
        }, state.parameters),
      );
      const batchMetrics = Object.fromEntries(
        measured.map(([name, metric]) => [name, metric.statistics(predictions!, y)]),
      );
      predictions?.dispose();
      const input: OptimizerInput = {
        state: state.optimizer,
        parameters: state.parameters,
        clock,
        loss: result.value,
        evaluate: () => ({ loss: result.value, gradients: result.gradients }),
      };
      const next = optimizer.apply?.(result.gradients, input) ?? added(optimizer, result.gradients, input);
      return {
        state: {
          parameters: next.parameters,
          buffers,
          optimizer: next.state,
          step: state.step + 1,
        },
        loss: result.value,
        metrics: batchMetrics,
      };
    });
}

/** The step of an optimizer that leaves the adding to others. */
function added(optimizer: Optimizer, gradients: NamedTensors, input: OptimizerInput): AppliedStep {
  const { updates, state } = optimizer.update(gradients, input);
  const next = Object.entries(input.parameters).map(([path, value]) => [path, add(value, updates[path]!)]);
  return { parameters: Object.fromEntries(next), state };
}

function scalarLoss(value: Tensor): Scalar {
  if (value.rank !== 0) {
    throw new ShapeError({
      where: 'train step',
      argument: 'loss',
      expected: 'return a scalar, the mean over the batch',
      received: `a tensor of shape ${formatShape(value.shape)}`,
    });
  }
  return value as Scalar; // rank 0, checked above
}
