import type { Batch, Context, Module, NamedTensors, Optimizer, TensorTree, TrainStep } from '@neurite/core';
import { addN, clone, onesLike, type Scalar, tidy } from '@tensorflow/tfjs-core';
import { type Part, type Pass, passOver } from './internal/gradient-pass.js';
import { ofModel, prefixed, unprefixed } from './internal/named-tensors.js';
import { updateParameters } from './internal/update-parameters.js';
import { withState } from './internal/with-state.js';

/** What each of several models makes small, and how. */
export type AlternatingStepOptions<Name extends string, X, Y, W> = {
  /**
   * The loss of each model, in the order in which they are trained: each is taken at the parameters that the model before
   * it has just got. It calls the models itself.
   */
  readonly loss: Readonly<Record<Name, (batch: Batch<X, Y, W>, context: Context) => Scalar>>;
  readonly optimizer: Readonly<Record<Name, Optimizer>>;
};

/**
 * Makes one step for several models that are trained against one another or side by side, such as the generator and the
 * discriminator of a GAN: in each step, each of them gets an update of its own parameters by a loss of its own.
 *
 * The loss of the step is the sum of the losses. Each is also a metric under its model's name, see `stepMean`.
 *
 * @param models by name, which is the first part of the path of each parameter
 * @returns a pure step for `fit(models, data, { step, optimizer })`, or for a loop of one's own
 * @throws ArgumentError (the step) when a loss does not depend on a trainable parameter of its model
 * @example
 * class Scale extends Module {
 *   readonly weight = new Parameter(scalar(1));
 *   override forward(x: Tensor): Tensor {
 *     return mul(x, this.weight.value);
 *   }
 * }
 * const models = { up: new Scale(), down: new Scale() };
 * const still: Optimizer = { name: 'still', init: () => ({}), update: (updates) => ({ updates, state: {} }) };
 * const step = createAlternatingStep<keyof typeof models, Tensor>(models, {
 *   optimizer: { up: still, down: still },
 *   loss: {
 *     up: ({ x }) => mean(models.up.forward(x)),
 *     down: ({ x }) => neg(mean(models.down.forward(x))),
 *   },
 * });
 */
export function createAlternatingStep<Name extends string, X = TensorTree, Y = TensorTree, W = TensorTree>(
  models: Readonly<Record<Name, Module<never, unknown>>>,
  { loss, optimizer }: AlternatingStepOptions<Name, X, Y, W>,
): TrainStep<X, Y, W> {
  const objectives = Object.entries<AlternatingStepOptions<Name, X, Y, W>['loss'][Name]>(loss).map(([name, take]) => ({
    name,
    model: models,
    evaluate: (part: Part, context: Context) => {
      const value = take(part as Batch<X, Y, W>, { ...context, random: context.random.child(name) });
      return { loss: { value, weight: 1 }, predictions: undefined };
    },
    metrics: {},
    gradients: {},
  }));
  return (before, batch, { clock, random, wantsGradients }) =>
    tidy(() => {
      let state = before;
      let all: NamedTensors = {};
      const losses = objectives.map((objective): readonly [name: string, value: Scalar] => {
        const { name, evaluate } = objective;
        const parameters = ofModel(name, state.parameters);
        const point = { parameters, buffers: state.buffers, fixed: state.parameters };
        if (Object.keys(parameters).length === 0) {
          // Frozen at present: its loss is told all the same.
          const context = { training: true, random: random.replay() };
          const frozen = withState(models, state, () => evaluate(batch, context).loss.value);
          state = { ...state, buffers: frozen.buffers };
          return [name, frozen.result];
        }
        const passAt = (at: NamedTensors): Pass => passOver(objective, { ...point, parameters: at }, batch, random);
        const own = { parameters, optimizer: unprefixed(`${name}/`, state.optimizer) };
        const its = optimizer[name as Name];
        const at = its.gradientParameters?.(own.optimizer, parameters) ?? parameters;
        const { loss: value, gradients, buffers } = passAt(at);
        if (wantsGradients) all = { ...all, ...gradients };
        const next = updateParameters(its, own, {
          gradients,
          loss: value,
          clock,
          evaluate: passAt,
        });
        state = {
          ...state,
          buffers,
          parameters: { ...state.parameters, ...next.parameters },
          optimizer: { ...state.optimizer, ...prefixed(`${name}/`, next.optimizer) },
        };
        return [name, value];
      });
      return {
        state: { ...state, step: before.step + 1 },
        loss: addN(losses.map(([, value]) => clone(value))),
        metrics: Object.fromEntries(losses.map(([name, value]) => [name, { total: value, count: onesLike(value) }])),
        ...(wantsGradients && { gradients: all }),
      };
    });
}
