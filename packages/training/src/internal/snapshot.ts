import {
  ArgumentError,
  type CallbackState,
  formatShape,
  loadState,
  type Module,
  type NamedTensors,
  type Optimizer,
  type Snapshot,
  sameShape,
  stateDict,
  type TrainState,
} from '@neurite/core';
import { clone, dispose, tidy } from '@tensorflow/tfjs-core';
import { disposeState, initialState } from '../train-state.js';
import { copies } from './named-tensors.js';
import { type Progress, progressFromJson, progressToJson } from './progress.js';

/** A run taken up again. */
export type Restored = {
  readonly state: TrainState;
  readonly progress: Progress;
  /** By the names of the callbacks; the caller owns the tensors. */
  readonly callbacks: ReadonlyMap<string, CallbackState>;
};

/**
 * Copies all that a run is made of.
 *
 * @param model holds the weights of `state`, the frozen ones too
 */
export function takeSnapshot(
  model: Module<never, unknown>,
  state: TrainState,
  progress: Omit<Progress, 'callbacks'>,
  callbacks: ReadonlyMap<string, CallbackState>,
): Snapshot {
  const tensors: NamedTensors = tidy(() => ({
    ...prefixed('model', stateDict(model)),
    ...prefixed('optimizer', state.optimizer),
    ...Object.assign({}, ...[...callbacks].map(([name, { tensors = {} }]) => prefixed(`callbacks/${name}`, tensors))),
  }));
  const remembered = Object.fromEntries([...callbacks].map(([name, { json }]) => [name, json]));
  return { tensors, json: progressToJson({ ...progress, callbacks: remembered }) };
}

/**
 * Puts a snapshot into a model and makes the state that training goes on from. Disposes the snapshot's tensors.
 *
 * @throws FormatError when it is none
 * @throws ArgumentError, ShapeError when it was taken of another model, optimizer or seed
 */
export function restoreSnapshot(
  model: Module<never, unknown>,
  { tensors, json }: Snapshot,
  { optimizer, seed }: { readonly optimizer: Optimizer; readonly seed: number },
): Restored {
  try {
    const progress = progressFromJson(json);
    if (progress.seed !== seed) {
      throw new ArgumentError({
        where: 'fit',
        argument: 'seed',
        expected: `be ${progress.seed}, with which the checkpoint was made`,
        received: String(seed),
        advice: 'To begin a new run, take another folder for checkpoints',
      });
    }
    const saved = unprefixed('optimizer', tensors);
    loadState(model, unprefixed('model', tensors));
    const first = initialState(model, optimizer);
    try {
      assertSameTensors(first.optimizer, saved, optimizer.name);
    } catch (error) {
      disposeState(first);
      throw error;
    }
    dispose(Object.values(first.optimizer));
    // In the optimizer's own order, which a file does not keep: sums over all tensors depend on it.
    const own = Object.fromEntries(Object.keys(first.optimizer).map((name) => [name, saved[name]!]));
    return {
      state: { ...first, optimizer: copies(own), step: progress.step },
      progress,
      callbacks: new Map(
        Object.entries(progress.callbacks).map(([name, remembered]) => [
          name,
          { json: remembered, tensors: copies(unprefixed(`callbacks/${name}`, tensors)) },
        ]),
      ),
    };
  } finally {
    dispose(Object.values(tensors));
  }
}

function assertSameTensors(expected: NamedTensors, received: NamedTensors, optimizer: string): void {
  const describe = (tensors: NamedTensors): string[] =>
    Object.entries(tensors).map(([name, { dtype, shape }]) => `\`${name}\` ${dtype} ${formatShape(shape)}`);
  const differs = (name: string): boolean => {
    const [a, b] = [expected[name], received[name]];
    return a === undefined || b === undefined || a.dtype !== b.dtype || !sameShape(a.shape, b.shape);
  };
  const wrong = Object.keys({ ...expected, ...received }).find(differs);
  if (wrong === undefined) return;
  const pick = (tensors: NamedTensors): string =>
    tensors[wrong] === undefined ? 'none' : describe({ [wrong]: tensors[wrong] })[0]!;
  throw new ArgumentError({
    where: 'fit',
    argument: 'optimizer',
    expected: `have the state that the checkpoint holds, ${pick(received)}`,
    received: `${pick(expected)} of ${optimizer}`,
    advice: 'Resume with the optimizer that the run began with, and with the same parameters frozen',
  });
}

function prefixed(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}/${name}`, clone(tensor)]));
}

function unprefixed(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(`${prefix}/`))
      .map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]),
  );
}
