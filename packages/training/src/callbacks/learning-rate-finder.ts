import {
  type Callback,
  checkInteger,
  checkNumber,
  loadState,
  type NamedTensors,
  type Run,
  resolveOptions,
} from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { copies, unprefixed } from '../internal/named-tensors.js';
import { steepestFall } from '../internal/steepest-fall.js';

/** Which rates are tried. */
export type LearningRateFinderOptions = {
  /** The smallest: above 0. Default 1e-7. */
  readonly from?: number;
  /** The largest: above `from`. Default 1. */
  readonly to?: number;
  /** How many, one in each step: an integer of at least 10. Default 100. */
  readonly steps?: number;
  /** How much of the running mean of the losses stays: at least 0 and below 1. Default 0.9. */
  readonly smoothing?: number;
  /** Ends it when the smoothed loss is so many times the least: above 1. Default 4. */
  readonly divergence?: number;
  /** The name of the signal that the learning rate is. Default `learningRate`. */
  readonly signal?: string;
};

/** What was found. */
export type LearningRates = {
  readonly rates: readonly number[];
  /** The smoothed loss at each rate. */
  readonly losses: readonly number[];
  /** The rate at which the loss fell fastest; undefined where it never fell. */
  readonly suggestion: number | undefined;
};

/** A callback that knows what it has found when `fit` has ended. */
export type LearningRateFinder = Callback & { readonly found: LearningRates };

/**
 * Finds a learning rate, as Lightning's `LearningRateFinder`: the rate grows from step to step, exponentially, until the loss
 * explodes; the rate at which it fell fastest is a good one. The model then has the weights again that it had before.
 *
 * @throws ArgumentError for options out of range
 * @example
 * import { adam, onPlateau } from '@neurite/optimizers';
 *
 * const finder = learningRateFinder({ from: 1e-6, to: 1 });
 * // The optimizer of this `fit`, with `callbacks: [finder]`; then finder.found.suggestion.
 * const optimizer = adam({ learningRate: onPlateau(1, { signal: 'learningRate' }) });
 * @see Smith 2017, Cyclical Learning Rates for Training Neural Networks
 */
export function learningRateFinder(options: LearningRateFinderOptions = {}): LearningRateFinder {
  const name = 'learningRateFinder';
  const defaults = { from: 1e-7, to: 1, steps: 100, smoothing: 0.9, divergence: 4, signal: 'learningRate' };
  const { from, to, steps, smoothing, divergence, signal } = resolveOptions(name, options, defaults);
  checkNumber(name, 'from', from, { above: 0 });
  checkNumber(name, 'to', to, { above: from });
  checkInteger(name, 'steps', steps, { min: 10 });
  checkNumber(name, 'smoothing', smoothing, { atLeast: 0, below: 1 });
  checkNumber(name, 'divergence', divergence, { above: 1 });
  const rateOf = (i: number): number => from * (to / from) ** (i / (steps - 1));
  let rates: number[] = [];
  let losses: number[] = [];
  let mean = 0;
  let before: NamedTensors = {};
  const end = (run: Run): void => run.stop(`${name} has tried ${rates.length} rates`);
  return {
    name,
    get found() {
      return { rates, losses, suggestion: steepestFall(rates, losses) };
    },
    trainBegin: (run) => {
      [rates, losses, mean] = [[], [], 0];
      const state = run.trainingState();
      before = copies(unprefixed('model/', state));
      dispose(Object.values(state));
      run.signal(signal, rateOf(0));
    },
    stepEnd: (run, { loss }) => {
      mean = smoothing * mean + (1 - smoothing) * loss;
      rates.push(rateOf(rates.length));
      losses.push(mean / (1 - smoothing ** rates.length));
      const least = losses.reduce((most, one) => Math.min(most, one));
      if (rates.length === steps || losses.at(-1)! > divergence * least) end(run);
      else run.signal(signal, rateOf(rates.length));
    },
    diverged: (run) => {
      end(run);
      return true;
    },
    trainEnd: (run) => {
      loadState(run.model, before);
      dispose(Object.values(before));
      before = {};
    },
  };
}
