import { ArgumentError, type Module, type NamedTensors, type Optimizer, parameters } from '@neurite/core';
import { clone, dispose, tidy } from '@tensorflow/tfjs-core';
import { copies } from './internal/copies.js';

/** Everything that a train step changes. */
export type TrainState = {
  /** The values of the trainable parameters by path. */
  readonly parameters: NamedTensors;
  /** The values that modules keep, such as running means, by path. */
  readonly statistics: NamedTensors;
  /** The optimizer's own tensors, by its own names. */
  readonly optimizer: NamedTensors;
  /** Steps done so far; what schedules and the step's random numbers depend on. */
  readonly step: number;
};

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
export function initialState(model: Module<never, unknown>, optimizer: Optimizer): TrainState {
  const { trainable, statistics } = values(model);
  if (Object.keys(trainable).length === 0) {
    throw new ArgumentError({
      where: 'initialState',
      argument: 'model',
      expected: 'have a parameter that training may change',
      received: `${Object.keys(statistics).length} statistics and ${frozen(model)} frozen parameters`,
      advice: 'Call unfreeze, or use predict',
    });
  }
  return tidy(() => ({
    parameters: copies(trainable),
    statistics: copies(statistics),
    optimizer: optimizer.init(trainable),
    step: 0,
  }));
}

/**
 * Puts a state's parameters and statistics into the model. The state stays whole and its owner's.
 *
 * @param state made for this model by `initialState` or a train step
 */
export function storeState(model: Module<never, unknown>, state: TrainState): void {
  const own = parameters(model);
  for (const [path, value] of [...Object.entries(state.parameters), ...Object.entries(state.statistics)]) {
    own.get(path)?.assign(clone(value));
  }
}

/** Frees every tensor of a state. Calling it twice is harmless. */
export function disposeState({ parameters, statistics, optimizer }: TrainState): void {
  dispose([...Object.values(parameters), ...Object.values(statistics), ...Object.values(optimizer)]);
}

function values(model: Module<never, unknown>): {
  readonly trainable: NamedTensors;
  readonly statistics: NamedTensors;
} {
  const all = [...parameters(model)];
  return {
    trainable: Object.fromEntries(all.filter(([, p]) => p.trainable).map(([path, p]) => [path, p.value])),
    statistics: Object.fromEntries(all.filter(([, p]) => p.statistic).map(([path, p]) => [path, p.value])),
  };
}

function frozen(model: Module<never, unknown>): number {
  return [...parameters(model).values()].filter((p) => !p.trainable && !p.statistic).length;
}
