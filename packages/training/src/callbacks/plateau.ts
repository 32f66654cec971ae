import { type Callback, checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { assertMonitor, isBetter, type Mode, monitored, resolveMode } from '../internal/monitor.js';

/** When the learning rate falls, and how far. */
export type PlateauOptions = {
  /** What to watch: `loss`, a metric's name, or one of these after `validation.`. Default `validation.loss`. */
  readonly monitor?: string;
  /** What the signal is multiplied with: above 0 and below 1. Default 0.1. */
  readonly factor?: number;
  /** How many epochs in a row without an improvement lower it: an integer of at least 1. Default 10. */
  readonly patience?: number;
  /** How many epochs after that do not count: an integer of at least 0. Default 0. */
  readonly cooldown?: number;
  /** By how much a value must be better than the best to count: at least 0. Default 1e-4. */
  readonly minDelta?: number;
  /** The smallest value of the signal: at least 0. Default 0. */
  readonly minimum?: number;
  /** Whether smaller (`min`) or larger (`max`) is better. Default `min` for a loss; must be given for a metric. */
  readonly mode?: Mode;
  /** The name of the signal. A second callback needs one of its own. Default `plateau`. */
  readonly signal?: string;
};

/**
 * Lowers a signal, 1 at first, where a loss or a metric has stopped improving: `onPlateau` of `@neurite/optimizers` makes a
 * learning rate of it. NaN is not an improvement. What it remembers is part of checkpoints.
 *
 * As `ReduceLROnPlateau` of Keras; that of PyTorch waits for one more epoch.
 *
 * @throws ArgumentError for options out of range, and when training begins, for a name that is not reported
 * @example
 * import { adam, onPlateau } from '@neurite/optimizers';
 *
 * const optimizer = adam({ learningRate: onPlateau(1e-3) });
 * const callbacks = [plateau({ monitor: 'loss', factor: 0.5, patience: 3 })];
 */
export function plateau(options: PlateauOptions = {}): Callback {
  const where = 'plateau';
  const { monitor, factor, patience, cooldown, minDelta, minimum, mode, signal } = resolveOptions(where, options, {
    monitor: 'validation.loss',
    factor: 0.1,
    patience: 10,
    cooldown: 0,
    minDelta: 1e-4,
    minimum: 0,
    mode: undefined,
    signal: 'plateau',
  });
  checkNumber(where, 'factor', factor, { above: 0, below: 1 });
  checkInteger(where, 'patience', patience, { min: 1 });
  checkInteger(where, 'cooldown', cooldown, { min: 0 });
  checkNumber(where, 'minDelta', minDelta, { atLeast: 0 });
  checkNumber(where, 'minimum', minimum, { atLeast: 0 });
  const direction = resolveMode(where, monitor, mode);
  let memory = begun;
  return {
    name: signal === 'plateau' ? where : `${where} ${signal}`,
    trainBegin: (run, saved) => {
      assertMonitor(where, 'monitor', monitor, run);
      memory = saved === undefined ? begun : (saved.json as Memory); // written by `save` below, in a file whose format has been checked
    },
    epochEnd: (run, record) => {
      const value = monitored(where, 'monitor', monitor, record);
      let { best, waited, cooling, level } = memory;
      if (cooling > 0) [cooling, waited] = [cooling - 1, 0];
      if (isBetter(value, best ?? undefined, direction, minDelta)) [best, waited] = [value, 0];
      else if (cooling === 0 && ++waited >= patience && level > minimum) {
        level = Math.max(level * factor, minimum);
        [cooling, waited] = [cooldown, 0];
        run.signal(signal, level);
      }
      memory = { best, waited, cooling, level };
    },
    save: () => ({ json: memory }),
  };
}

/** The best value, the epochs since, the epochs that do not count yet, and the signal. */
type Memory = {
  readonly best: number | null;
  readonly waited: number;
  readonly cooling: number;
  readonly level: number;
};

const begun: Memory = { best: null, waited: 0, cooling: 0, level: 1 };
