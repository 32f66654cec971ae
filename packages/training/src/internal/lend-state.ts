import { ArgumentError, type Module, type NamedTensors, Parameter, parameters, type TrainState } from '@neurite/core';
import { clone } from '@tensorflow/tfjs-core';

/** What ran, and the model's buffers after it, the unchanged ones too. */
export type Lent<R> = { readonly result: R; readonly buffers: NamedTensors };

/**
 * Runs `f` while the model holds the values of a state; afterwards the model is as it was.
 *
 * @returns buffers that the caller owns
 * @throws ArgumentError when `f` assigns a parameter that is no buffer
 */
export function lendState<R>(model: Module<never, unknown>, state: TrainState, f: () => R): Lent<R> {
  const own = parameters(model);
  // A frozen parameter is lent its own tensor, so that an assignment to it is noticed.
  const loans = new Map(
    [...own].map(([path, parameter]) => [parameter, state.parameters[path] ?? state.buffers[path] ?? parameter.value]),
  );
  const { result, assigned } = Parameter.lend(loans, f);
  try {
    const wrong = [...own].find(([path, parameter]) => assigned.has(parameter) && !(path in state.buffers));
    if (wrong !== undefined) {
      throw new ArgumentError({
        where: 'train step',
        argument: 'model',
        expected: 'assign only buffers in its forward pass',
        received: `an assignment to \`${wrong[0]}\``,
        advice: 'Make it with `new Parameter(value, { buffer: true })`',
      });
    }
    const buffers = Object.entries(state.buffers).map(([path, before]) => {
      return [path, clone(assigned.get(own.get(path)!) ?? before)] as const;
    });
    return { result, buffers: Object.fromEntries(buffers) };
  } finally {
    for (const tensor of assigned.values()) tensor.dispose();
  }
}
