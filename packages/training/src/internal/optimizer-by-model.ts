import type { NamedTensors, Optimizer, OptimizerInput, OptimizerStep } from '@neurite/core';
import { copies, ofModel, prefixed, unprefixed } from './named-tensors.js';

/** One optimizer for several models, made of one for each; its state has their names before each name. */
export function optimizerByModel(optimizers: Readonly<Record<string, Optimizer>>): Optimizer {
  const all = Object.entries(optimizers);
  const merged = (make: (optimizer: Optimizer, model: string) => NamedTensors): NamedTensors =>
    Object.assign({}, ...all.map(([model, optimizer]) => make(optimizer, model)));
  /** What one of them sees of a step. */
  const own = (model: string, input: OptimizerInput): OptimizerInput => ({
    ...input,
    state: unprefixed(`${model}/`, input.state),
    parameters: ofModel(model, input.parameters),
    evaluate: (parameters) => {
      const { loss, gradients } = input.evaluate({ ...input.parameters, ...parameters });
      return { loss, gradients: ofModel(model, gradients) };
    },
  });
  return {
    name: all.map(([model, { name }]) => `${model}: ${name}`).join(', '),
    init: (parameters) =>
      merged((optimizer, model) => prefixed(`${model}/`, optimizer.init(ofModel(model, parameters)))),
    update: (gradients, input) => {
      const steps = all.map(([model, optimizer]): OptimizerStep => {
        const { updates, state } = optimizer.update(ofModel(model, gradients), own(model, input));
        return { updates, state: prefixed(`${model}/`, state) };
      });
      return {
        updates: Object.assign({}, ...steps.map(({ updates }) => updates)),
        state: Object.assign({}, ...steps.map(({ state }) => state)),
      };
    },
    evaluationParameters: (state, parameters) =>
      merged((optimizer, model) => {
        const [its, values] = [unprefixed(`${model}/`, state), ofModel(model, parameters)];
        return optimizer.evaluationParameters?.(its, values) ?? copies(values);
      }),
  };
}
