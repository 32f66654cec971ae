import { ArgumentError, type NamedTensors, type Optimizer, sameShape, type TrainState } from '@neurite/core';
import { tidy } from '@tensorflow/tfjs-core';

/** What parameters that are frozen at present go on from when they join again. */
export type Aside = {
  /** The optimizer's tensors that no parameter of the state needs. */
  readonly optimizer: NamedTensors;
  /** How many steps each frozen parameter has had, by path. */
  readonly steps: Readonly<Record<string, number>>;
};

export const noneAside: Aside = { optimizer: {}, steps: {} };

type Sides = { readonly state: TrainState; readonly aside: Aside };

/**
 * Gives a state other values, and where those of other parameters are among them, an optimizer state that fits: newcomers
 * begin as in `init`, the others go on, and what belonged to those that have left stays aside.
 *
 * @param values owned by the new state from then on
 * @throws ArgumentError when nothing is left to train
 */
export function changeTrainables(
  { state, aside }: Sides,
  values: Pick<TrainState, 'parameters' | 'buffers'>,
  optimizer: Optimizer,
): Sides {
  const joined = Object.keys(values.parameters).filter((path) => !(path in state.parameters));
  const left = Object.keys(state.parameters).filter((path) => !(path in values.parameters));
  if (joined.length === 0 && left.length === 0) return { state: { ...state, ...values }, aside };
  if (Object.keys(values.parameters).length === 0) {
    throw new ArgumentError({
      where: 'fit',
      argument: 'model',
      expected: 'keep a parameter that training may change',
      received: 'one in which all have been frozen',
      advice: 'To end training, call run.stop in a callback',
    });
  }
  const next: Record<string, NamedTensors[string]> = {};
  const rest = { ...aside.optimizer, ...state.optimizer };
  for (const [name, first] of Object.entries(tidy(() => optimizer.init(values.parameters)))) {
    const known = rest[name];
    delete rest[name];
    const fits = known !== undefined && known.dtype === first.dtype && sameShape(known.shape, first.shape);
    next[name] = fits ? known : first;
    (fits ? first : known)?.dispose();
  }
  const [begun, steps] = [{ ...state.joined }, { ...aside.steps }];
  for (const path of left) {
    steps[path] = state.step - (begun[path] ?? 0);
    delete begun[path];
  }
  for (const path of joined) {
    const first = state.step - (steps[path] ?? 0);
    if (first > 0) begun[path] = first;
    delete steps[path];
  }
  return { state: { ...state, ...values, optimizer: next, joined: begun }, aside: { optimizer: rest, steps } };
}
