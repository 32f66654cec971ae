import { checkInteger, checkNumber, RandomStream, resolveOptions } from '@neurite/core';
import { GaussianProcess } from '../internal/gaussian-process.js';
import { withoutAbsent } from '../internal/groups.js';
import { rowOf } from '../internal/row-of.js';
import { standardized } from '../internal/standardized.js';
import { viewOf } from '../internal/view-of.js';
import type { Terminator } from './terminator.js';

export type StopWhenRegretIsSmallOptions = {
  /** Complete trials before the search may end: at least 2. Default 20. */
  readonly startup?: number;
  /** How likely the bound is wrong: above 0, below 1. Default 0.1. */
  readonly risk?: number;
};

/** Points of the space at which a better result is looked for. */
const EXPLORED = 2048;
/** The surface is fitted to so many trials, the best ones. */
const MEMORY = 200;
/** Bounds that hold for all points at once are far too wide in practice: this part of them is enough. */
const CALIBRATION = 1 / 5;

/**
 * Ends a search when the best result can hardly be improved by more than some amount: when the regret, that is its distance from
 * the best one that is possible, is at most that by the confidence bounds of a Gaussian process through the best half of the
 * trials. For studies with one objective; the cost of each decision grows with the third power of the trials.
 *
 * @param regret in the unit of the results, such as the deviation of an accuracy between two seeds: above 0
 * @throws ArgumentError for options out of range
 * @example
 * const terminators = [stopWhenRegretIsSmall(0.002)];
 * @see Makarova et al., "Automatic termination for hyperparameter optimization", 2022
 */
export function stopWhenRegretIsSmall(regret: number, options: StopWhenRegretIsSmallOptions = {}): Terminator {
  const name = 'stopWhenRegretIsSmall';
  const { startup, risk } = resolveOptions(name, options, { startup: 20, risk: 0.1 });
  checkNumber(name, 'regret', regret, { above: 0 });
  checkInteger(name, 'startup', startup, { min: 2 });
  checkNumber(name, 'risk', risk, { above: 0, below: 1 });
  return {
    name,
    shouldStop: (study) => {
      const { axes, trials, seed } = viewOf(name, study);
      const complete = trials
        .flatMap(({ losses, violation, positions }) =>
          losses !== undefined && violation === 0 && Number.isFinite(losses[0]!)
            ? [{ row: rowOf(positions), loss: losses[0]! }]
            : [],
        )
        .sort((a, b) => a.loss - b.loss);
      if (complete.length < startup) return false;
      const best = complete.slice(0, Math.min(MEMORY, Math.max(startup, Math.ceil(complete.length / 2))));
      const rows = best.map(({ row }) => row);
      const { values, deviation } = standardized(best.map(({ loss }) => loss));
      const isCategorical = axes.map((axis) => axis.isCategorical);
      const surface = new GaussianProcess({ rows, isCategorical }, values);
      const wide = 2 * Math.log((axes.length * complete.length ** 2 * Math.PI ** 2) / (6 * risk));
      const spread = Math.sqrt(wide * CALIBRATION);
      const bound = (row: readonly number[], side: 1 | -1): number => {
        const { mean, deviation } = surface.predict(row);
        return mean + side * spread * deviation;
      };
      const random = RandomStream.fromSeed(seed).child(`${name} ${complete.length}`);
      let [above, below] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      for (const row of rows) [above, below] = [Math.min(above, bound(row, 1)), Math.min(below, bound(row, -1))];
      for (let i = 0; i < EXPLORED; i++) {
        const point = axes.map(({ levels, positionAt }) =>
          Number.isFinite(levels) ? positionAt(random.integer(levels)) : random.uniform(),
        );
        below = Math.min(below, bound(withoutAbsent(axes, point), -1));
      }
      return (above - below) * deviation <= regret;
    },
  };
}
