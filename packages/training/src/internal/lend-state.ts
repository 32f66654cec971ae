import { ArgumentError, type Module, type NamedTensors, parameters, type TrainState } from '@neurite/core';
import { clone, type Tensor } from '@tensorflow/tfjs-core';

/** What ran, and the model's buffers after it, the unchanged ones too. */
export type Lent<R> = { readonly result: R; readonly buffers: NamedTensors };

/**
 * Runs `f` while the model holds the values of a state; afterwards the model is as it was.
 *
 * @returns buffers that the caller owns
 * @throws ArgumentError when `f` assigns a parameter that is no buffer
 */
export function lendState<R>(model: Module<never, unknown>, state: TrainState, f: () => R): Lent<R> {
  const entries = [...parameters(model)].map(([path, parameter]) => ({
    path,
    parameter,
    // A frozen parameter is lent its own tensor, so that an assignment to it is noticed.
    lent: state.parameters[path] ?? state.buffers[path] ?? parameter.value,
  }));
  const assigned = new Map<string, Tensor>();

  const innermost = (): R => {
    try {
      return f();
    } catch (error) {
      for (const { parameter, lent } of entries) if (parameter.value !== lent) parameter.value.dispose();
      throw error;
    }
  };
  const lendFrom = (i: number): R => {
    const entry = entries[i];
    if (entry === undefined) return innermost();
    const { result, assigned: next } = entry.parameter.lend(entry.lent, () => lendFrom(i + 1));
    if (next !== undefined) assigned.set(entry.path, next);
    return result;
  };

  const result = lendFrom(0);
  const trained = [...assigned.keys()].filter((path) => !(path in state.buffers));
  if (trained.length > 0) {
    for (const tensor of assigned.values()) tensor.dispose();
    throw new ArgumentError({
      where: 'train step',
      argument: 'model',
      expected: 'assign only buffers in its forward pass',
      received: `an assignment to \`${trained[0]}\``,
      advice: 'Make it with `new Parameter(value, { buffer: true })`',
    });
  }
  const buffers = Object.fromEntries(
    Object.entries(state.buffers).map(([path, before]) => [path, clone(assigned.get(path) ?? before)]),
  );
  for (const tensor of assigned.values()) tensor.dispose();
  return { result, buffers };
}
