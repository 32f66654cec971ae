import {
  type Callback,
  type CallbackState,
  checkInteger,
  checkNumber,
  loadState,
  type NamedTensors,
  resolveOptions,
} from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { assertMonitor, isBetter, type Mode, monitored, resolveMode } from '../internal/monitor.js';
import { copies } from '../internal/named-tensors.js';

/** When to stop. */
export type EarlyStoppingOptions = {
  /** What to watch: `loss`, a metric's name, or one of these after `validation.`. Default `validation.loss`. */
  readonly monitor?: string;
  /** How many epochs in a row without an improvement end the run: an integer of at least 1. Default 5. */
  readonly patience?: number;
  /** By how much a value must be better than the best to count: at least 0. Default 0. */
  readonly minDelta?: number;
  /** Whether smaller (`min`) or larger (`max`) is better. Default `min` for a loss; must be given for a metric. */
  readonly mode?: Mode;
  /** Whether the model gets the weights of the best epoch at the end. Needs memory for one more copy. Default true. */
  readonly restoreBest?: boolean;
};

/**
 * Ends training when nothing has improved for `patience` epochs, and gives the model its best weights back.
 *
 * The best weights are given back at every end, also after the last planned epoch, but not when the run failed. They
 * are part of checkpoints; a resumed run that had already stopped stays stopped. NaN is not an improvement.
 *
 * @throws ArgumentError for options out of range, and when training begins, for a name that is not reported
 * @example
 * const callbacks = [earlyStopping({ monitor: 'validation.accuracy', mode: 'max', patience: 3 })];
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const where = 'earlyStopping';
  const { monitor, patience, minDelta, mode, restoreBest } = resolveOptions(where, options, {
    monitor: 'validation.loss',
    patience: 5,
    minDelta: 0,
    mode: undefined,
    restoreBest: true,
  });
  checkInteger(where, 'patience', patience, { min: 1 });
  checkNumber(where, 'minDelta', minDelta, { atLeast: 0 });
  const direction = resolveMode(where, monitor, mode);
  let best: { readonly value: number; readonly epoch: number } | undefined;
  let waited = 0;
  let weights: NamedTensors = {};

  const keep = (next: NamedTensors): void => {
    dispose(Object.values(weights));
    weights = next;
  };
  const stopWhenDue = (stop: (reason: string) => void): void => {
    if (waited < patience || best === undefined) return;
    stop(`${monitor} has not improved since epoch ${best.epoch}`);
  };

  return {
    name: where,
    trainBegin: (run, saved) => {
      assertMonitor(where, 'monitor', monitor, run);
      keep(copies(saved?.tensors ?? {}));
      ({ best, waited } = saved === undefined ? { best: undefined, waited: 0 } : remembered(saved));
      stopWhenDue((reason) => run.stop(reason));
    },
    epochEnd: (run, record) => {
      const value = monitored(where, 'monitor', monitor, record);
      if (isBetter(value, best?.value, direction, minDelta)) {
        best = { value, epoch: record.epoch };
        waited = 0;
        if (restoreBest) keep(run.evaluationState());
      } else {
        waited++;
        stopWhenDue((reason) => run.stop(reason));
      }
    },
    trainEnd: (run) => {
      if (run.error === undefined && Object.keys(weights).length > 0) loadState(run.model, weights);
      keep({});
    },
    save: () => ({ json: { best: best ?? null, waited }, tensors: weights }),
  };
}

type Memory = {
  readonly best: { readonly value: number; readonly epoch: number } | undefined;
  readonly waited: number;
};

function remembered({ json }: CallbackState): Memory {
  // Written by `save` above, in a file whose format has been checked.
  const { best, waited } = json as { best: Memory['best'] | null; waited: number };
  return { best: best ?? undefined, waited };
}
