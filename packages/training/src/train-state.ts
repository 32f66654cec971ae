import { ArgumentError, type ModuleTree, type Optimizer, parameters, type TrainState, trainables } from '@neurite/core';
import { clone, dispose, tidy } from '@tensorflow/tfjs-core';
import { assertModel, assertOptimizer } from './internal/check-arguments.js';
import { copies } from './internal/named-tensors.js';

/**
 * The state before the first step: copies of the model's values, and the optimizer's first state. Frozen parameters
 * are left out: they stay where they are, in the model, and get no gradient.
 *
 * @returns tensors that the caller owns; `disposeState` frees them
 * @throws ArgumentError when every parameter is frozen
 * @example
 * class Scale extends Module {
 *   readonly weight = new Parameter(scalar(2));
 *   override forward(x: Tensor): Tensor {
 *     return mul(x, this.weight.value);
 *   }
 * }
 * using model = new Scale();
 * const still: Optimizer = { name: 'still', init: () => ({}), update: (updates) => ({ updates, state: {} }) };
 * const state = initialState(model, still);
 * Object.keys(state.parameters); // ['weight']
 * disposeState(state);
 */
export function initialState(model: ModuleTree, optimizer: Optimizer): TrainState {
  if ('outputSpec' in model) assertModel('initialState', model);
  assertOptimizer('initialState', optimizer);
  const all = [...parameters(model)];
  const trained = trainables(model);
  const buffers = Object.fromEntries(all.filter(([, p]) => p.buffer).map(([path, p]) => [path, p.value]));
  if (Object.keys(trained).length === 0) {
    const frozen = all.filter(([, { buffer }]) => !buffer).length;
    throw new ArgumentError({
      where: 'initialState',
      argument: 'model',
      expected: 'have a parameter that training may change',
      received: `${all.length - frozen} buffers and ${frozen} frozen parameters`,
      advice: 'Call unfreeze, or use predict',
    });
  }
  return tidy(() => ({
    parameters: copies(trained),
    buffers: copies(buffers),
    optimizer: optimizer.init(trained),
    step: 0,
  }));
}

/**
 * Puts a state's parameters and buffers into the model. The state stays whole and its owner's.
 *
 * @param state made for this model by `initialState` or a train step
 */
export function storeState(model: ModuleTree, state: TrainState): void {
  const own = parameters(model);
  for (const [path, value] of [...Object.entries(state.parameters), ...Object.entries(state.buffers)]) {
    own.get(path)?.assign(clone(value));
  }
}

/** Frees every tensor of a state. Calling it twice is harmless. */
export function disposeState({ parameters, buffers, optimizer }: TrainState): void {
  dispose([...Object.values(parameters), ...Object.values(buffers), ...Object.values(optimizer)]);
}
