import {
  type Callback,
  type CallbackState,
  checkInteger,
  checkNumber,
  type NamedTensors,
  type Run,
  resolveOptions,
} from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { copies, prefixed, unprefixed } from '../internal/named-tensors.js';

/** What a spike is, and what becomes of it. */
export type LossSpikeOptions = {
  /** Over how many steps the usual loss is taken, and how many come before the first judgment: an integer of at least 2. Default 100. */
  readonly window?: number;
  /** How many standard deviations above the mean a spike is: above 0. Default 6. */
  readonly deviations?: number;
  /** After every how many steps the state is kept to which a spike goes back: an integer of at least 1. Default 100. */
  readonly keepEvery?: number;
  /** How many times the run may go back; the next spike ends it: an integer of at least 0. Default 10. */
  readonly limit?: number;
};

/**
 * Goes back where the loss of a step is far above the usual, or not finite: parameters, buffers and the state of the optimizer
 * become those that were kept `keepEvery` to twice as many steps before, and training goes on with the next batches, so that what
 * made the spike is left out. It logs `lossSpike`, the loss of the spike. Needs memory for two more copies of the weights and of the
 * optimizer's state; these are part of checkpoints. Where parameters are frozen or unfrozen meanwhile, it begins anew.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const callbacks = [lossSpike({ deviations: 8 })];
 * @see Chowdhery et al. 2022, PaLM, 5.1, which goes back 100 steps and leaves out 200 to 500 batches
 */
export function lossSpike(options: LossSpikeOptions = {}): Callback {
  const name = 'lossSpike';
  const { window, deviations, keepEvery, limit } = resolveOptions(name, options, {
    window: 100,
    deviations: 6,
    keepEvery: 100,
    limit: 10,
  });
  checkInteger(name, 'window', window, { min: 2 });
  checkNumber(name, 'deviations', deviations, { above: 0 });
  checkInteger(name, 'keepEvery', keepEvery, { min: 1 });
  checkInteger(name, 'limit', limit, { min: 0 });
  let losses: number[] = [];
  let count = 0;
  /** The states that were kept, the older one first. */
  let kept: NamedTensors[] = [];

  const keep = (states: NamedTensors[]): void => {
    for (const state of kept) if (!states.includes(state)) dispose(Object.values(state));
    kept = states;
  };
  const isSpike = (loss: number): boolean => {
    if (losses.length < window) return false;
    const mean = losses.reduce((sum, one) => sum + one, 0) / losses.length;
    const variance = losses.reduce((sum, one) => sum + (one - mean) ** 2, 0) / losses.length;
    return loss > mean + deviations * Math.sqrt(variance) && loss > mean;
  };
  const goBack = (run: Run, loss: number): boolean => {
    run.log({ type: 'scalars', values: { lossSpike: loss } });
    if (++count > limit) run.stop(`the loss has spiked ${count} times`);
    const [oldest] = kept;
    if (oldest === undefined) return false;
    run.restoreTrainingState(oldest);
    keep([oldest]);
    return true;
  };
  return {
    name,
    trainBegin: (run, saved) => {
      const memory = saved === undefined ? undefined : remembered(saved);
      ({ losses, count } = memory ?? { losses: [], count: 0 });
      keep(memory?.kept ?? [run.trainingState()]);
    },
    stepEnd: (run, { loss }) => {
      if (isSpike(loss)) {
        goBack(run, loss);
        return;
      }
      losses = [...losses.slice(losses.length === window ? 1 : 0), loss];
      if (run.step % keepEvery === 0) keep([...kept.slice(-1), run.trainingState()]);
    },
    diverged: (run) => goBack(run, Number.NaN),
    trainEnd: () => keep([]),
    save: () => ({
      json: { losses, count },
      tensors: Object.assign({}, ...kept.map((state, i) => prefixed(`${i}/`, state))),
    }),
  };
}

function remembered({ json, tensors = {} }: CallbackState): { losses: number[]; count: number; kept: NamedTensors[] } {
  const { losses, count } = json as { losses: number[]; count: number }; // `save` wrote it, in a file that has been checked
  const states = ['0/', '1/'].map((prefix) => copies(unprefixed(prefix, tensors)));
  return { losses: [...losses], count, kept: states.filter((state) => Object.keys(state).length > 0) };
}
