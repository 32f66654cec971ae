import type { SeriesSet } from './data/series.js';
import type { Task } from './forecasters/forecaster.js';

/** What a run was asked for: a run that goes on must have been asked for the same. */
export type Options = {
  readonly data: string;
  readonly columns: { readonly date?: string; readonly value?: string; readonly series?: string };
  readonly seed: number;
  readonly epochs: number;
  readonly quick: boolean;
};

/** How much is forecast. */
export type Plan = {
  readonly task: Task;
  /** Parts of time that are forecast, and the steps of each. */
  readonly folds: number;
  readonly size: number;
};

const [MOST_STEPS, MOST_WINDOW] = [20, 60];
/** The share of the series that is forecast, and how many steps at most: five years of days. */
const [TESTED, MOST_TESTED] = [0.25, 1250];

/** Steps, windows and folds that fit the longest series. */
export function planOf({ series, step }: SeriesSet, { quick, epochs, seed }: Options): Plan {
  const length = Math.max(...series.map(({ times }) => times.length));
  const horizon = Math.min(MOST_STEPS, Math.floor(length / 20));
  const window = quick ? Math.min(20, 3 * horizon) : Math.min(MOST_WINDOW, 4 * horizon);
  const tested = Math.min(MOST_TESTED, Math.floor(TESTED * length));
  const folds = quick ? 2 : 5;
  return {
    task: {
      horizon,
      window,
      season: step.season,
      scaling: 'volatility',
      effort: quick
        ? { epochs: Math.min(epochs, 1), mostWindows: 400, trees: 10 }
        : { epochs, mostWindows: Number.MAX_SAFE_INTEGER, trees: 100 },
      seed,
    },
    folds,
    size: quick ? Math.min(40, Math.floor(tested / folds)) : Math.floor(tested / folds),
  };
}
