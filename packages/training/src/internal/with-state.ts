import {
  ArgumentError,
  type ModuleTree,
  type NamedTensors,
  Parameter,
  parameters,
  type TrainState,
} from '@neurite/core';
import { clone } from '@tensorflow/tfjs-core';
import { OutsideParameter, outsideError } from './outside-parameter.js';

/** What ran, and the model's buffers after it, the unchanged ones too. */
type WithState<R> = { readonly result: R; readonly buffers: NamedTensors };

/**
 * Runs `f` while the model holds the values of a state; afterwards the model is as it was.
 *
 * @param f gives the same when it is called again: the search for a parameter that is not in the tree does so
 * @returns buffers that the caller owns
 * @throws ArgumentError when `f` assigns a parameter that is not a buffer, or reads one that training would miss
 */
export function withState<R>(
  model: ModuleTree,
  state: Pick<TrainState, 'parameters' | 'buffers'>,
  f: () => R,
): WithState<R> {
  const own = parameters(model);
  const loans = new Map(
    [...own].map(([path, parameter]) => {
      // A frozen parameter is lent its own tensor, so that an assignment to it is noticed.
      return [parameter, state.parameters[path] ?? state.buffers[path] ?? parameter.value] as const;
    }),
  );
  const others = (parameter: Parameter): void => {
    if (parameter.trainable || parameter.buffer) throw new OutsideParameter(parameter);
  };
  const run = (): ReturnType<typeof Parameter.lend<R>> => Parameter.lend(loans, f, { others });
  let lent: ReturnType<typeof run>;
  try {
    lent = run();
  } catch (error) {
    throw error instanceof OutsideParameter ? outsideError(model, error, run) : error;
  }
  const { result, assigned } = lent;
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
