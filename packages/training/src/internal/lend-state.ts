import { ArgumentError, type Module, type NamedTensors, Parameter, parameters } from '@neurite/core';
import { clone } from '@tensorflow/tfjs-core';
import type { TrainState } from '../train-state.js';

/** What ran, and the model's statistics after it, the unchanged ones too. */
export type Lent<R> = { readonly result: R; readonly statistics: NamedTensors };

/**
 * Runs `f` while the model holds the values of a state; afterwards the model is as it was.
 *
 * @returns statistics that the caller owns
 * @throws ArgumentError when `f` assigns a parameter that is no statistic
 */
export function lendState<R>(model: Module<never, unknown>, state: TrainState, f: () => R): Lent<R> {
  const own = parameters(model);
  // A frozen parameter is lent its own tensor, so that an assignment to it is noticed.
  const lent = Array.from(
    own,
    ([path, parameter]) => [parameter, state.parameters[path] ?? state.statistics[path] ?? parameter.value] as const,
  );
  const { result, assigned } = Parameter.lend(new Map(lent), f);
  try {
    const trained = [...own].find(([path, parameter]) => assigned.has(parameter) && !(path in state.statistics));
    if (trained !== undefined) {
      throw new ArgumentError({
        where: 'train step',
        argument: 'model',
        expected: 'assign only statistics in its forward pass',
        received: `an assignment to \`${trained[0]}\``,
        advice: 'Make it with `new Parameter(value, { statistic: true })`',
      });
    }
    const statistics = Object.entries(state.statistics).map(([path, before]) => {
      const parameter = own.get(path);
      return [path, clone((parameter && assigned.get(parameter)) ?? before)] as const;
    });
    return { result, statistics: Object.fromEntries(statistics) };
  } finally {
    for (const tensor of assigned.values()) tensor.dispose();
  }
}
