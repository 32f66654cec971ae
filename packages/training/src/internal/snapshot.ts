import {
  ArgumentError,
  type CallbackState,
  formatShape,
  loadState,
  type NamedTensors,
  type Optimizer,
  parameters,
  type Snapshot,
  sameShape,
  stateDict,
} from '@neurite/core';
import { dispose, tidy } from '@tensorflow/tfjs-core';
import { disposeState, initialState } from '../train-state.js';
import { copies, prefixed, unprefixed } from './named-tensors.js';
import { type OwnShare, splitResiduals } from './own-share.js';
import { type Progress, progressFromJson, progressToJson } from './progress.js';
import type { Weights } from './weights.js';

/** A run taken up again. */
export type Restored = {
  readonly progress: Progress;
  /** By the names of the callbacks; the caller owns the tensors. */
  readonly callbacks: ReadonlyMap<string, CallbackState>;
};

/** What a snapshot holds besides the weights. */
export type RunProgress = Omit<Progress, 'callbacks' | 'step' | 'joined' | 'aside' | 'trainable'>;

/** Copies all that a run is made of. */
export function takeSnapshot(
  weights: Weights,
  progress: RunProgress,
  {
    callbacks,
    optimizer = weights.state.optimizer,
    aside: asideTensors = weights.aside.optimizer,
  }: {
    readonly callbacks: ReadonlyMap<string, CallbackState>;
    /** Where this process has a part of them alone: all of them. */
    readonly optimizer?: NamedTensors;
    readonly aside?: NamedTensors;
  },
): Snapshot {
  const { state, aside } = weights;
  const tensors = tidy(() =>
    copies({
      ...prefixed('model/', stateDict(weights.model)),
      ...prefixed('optimizer/', optimizer),
      ...prefixed('aside/', asideTensors),
      ...prefixed('evaluation/', weights.averages()),
      ...Object.assign(
        {},
        ...[...callbacks].map(([name, { tensors = {} }]) => prefixed(`callbacks/${name}/`, tensors)),
      ),
    }),
  );
  const remembered = Object.fromEntries([...callbacks].map(([name, { json }]) => [name, json]));
  const json = progressToJson({
    ...progress,
    step: state.step,
    joined: state.joined ?? {},
    aside: aside.steps,
    trainable: weights.trainable,
    callbacks: remembered,
  });
  return { tensors, json };
}

/**
 * Puts a snapshot into a model and the weights of its run. Disposes the snapshot's tensors.
 *
 * @throws FormatError when it is not a snapshot of a run
 * @throws ArgumentError, ShapeError when it was taken of another model, optimizer or seed
 */
export function restoreSnapshot(
  weights: Weights,
  { tensors, json }: Snapshot,
  {
    optimizer,
    seed,
    share,
  }: { readonly optimizer: Optimizer; readonly seed: number; readonly share: OwnShare | undefined },
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
    const { model } = weights;
    loadState(model, unprefixed('model/', tensors));
    for (const [path, parameter] of parameters(model))
      parameter.trainable = progress.trainable[path] ?? parameter.trainable;
    const first = initialState(model, optimizer);
    const all = unprefixed('optimizer/', tensors);
    const saved = share === undefined ? copies(splitResiduals(all).own) : share.part(all, first.optimizer);
    try {
      assertSameTensors(first.optimizer, saved, optimizer.name);
    } catch (error) {
      disposeState(first);
      dispose(Object.values(saved));
      throw error;
    }
    dispose(Object.values(first.optimizer));
    // In the optimizer's own order, which a file does not keep: sums over all tensors depend on it.
    const own = Object.fromEntries(Object.keys(first.optimizer).map((name) => [name, saved[name]!]));
    weights.restore(
      { ...first, optimizer: own, step: progress.step, joined: progress.joined },
      { optimizer: copies(unprefixed('aside/', tensors)), steps: progress.aside },
    );
    return {
      progress,
      callbacks: new Map(
        Object.entries(progress.callbacks).map(([name, remembered]) => [
          name,
          { json: remembered, tensors: copies(unprefixed(`callbacks/${name}/`, tensors)) },
        ]),
      ),
    };
  } finally {
    dispose(Object.values(tensors));
  }
}

function assertSameTensors(expected: NamedTensors, received: NamedTensors, optimizer: string): void {
  const describe = (name: string, tensor: NamedTensors[string] | undefined): string =>
    tensor === undefined ? 'none' : `\`${name}\` ${tensor.dtype} ${formatShape(tensor.shape)}`;
  const wrong = Object.keys({ ...expected, ...received }).find((name) => {
    const [a, b] = [expected[name], received[name]];
    return a === undefined || b === undefined || a.dtype !== b.dtype || !sameShape(a.shape, b.shape);
  });
  if (wrong === undefined) return;
  throw new ArgumentError({
    where: 'fit',
    argument: 'optimizer',
    expected: `have the state that the checkpoint holds, ${describe(wrong, received[wrong])}`,
    received: `${describe(wrong, expected[wrong])} of ${optimizer}`,
    advice: 'Resume with the optimizer that the run began with, and with the same parameters frozen',
  });
}
