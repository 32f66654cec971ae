import { CLASSICAL, type ClassicalName } from '../models/model-names.js';

/** What a run was asked for: a run that goes on must have been asked for the same. */
export type Options = {
  readonly seed: number;
  readonly epochs: number;
  readonly quick: boolean;
  readonly pets: string | undefined;
};

/** How much is compared. */
export type Scale = {
  /** How many samples are learned from; all that there are stand at the end by themselves. */
  readonly sizes: readonly number[];
  /** How many samples a data set has at most. */
  readonly most: number;
  readonly models: readonly ClassicalName[];
  /** How many draws there are of so many samples. */
  seeds(samples: number): number;
  /** Train steps that are timed on each engine. */
  readonly steps: number;
  /** Train and test samples from which a linear model reads the output of a layer. */
  readonly probed: { readonly train: number; readonly test: number };
};

const WHOLE: Scale = {
  sizes: [50, 100, 300, 1000, 3000],
  most: Number.POSITIVE_INFINITY,
  models: Object.keys(CLASSICAL) as ClassicalName[],
  // The more samples, the longer it takes, and the less draws differ.
  seeds: (samples) => (samples > 1500 ? 3 : 5),
  steps: 40,
  probed: { train: 2000, test: 1000 },
};

const QUICK: Scale = {
  sizes: [50],
  most: 400,
  models: ['logisticRegression', 'nearestNeighbors', 'randomForest'],
  seeds: () => 2,
  steps: 5,
  probed: { train: 100, test: 40 },
};

export function scaleOf({ quick }: Pick<Options, 'quick'>): Scale {
  return quick ? QUICK : WHOLE;
}
