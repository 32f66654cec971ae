import type { Engine } from '../jobs/job.js';
import { CLASSICAL, type ClassicalName, type ModelName } from '../models/model-names.js';

/** What a run was asked for: a run that goes on must have been asked for the same. */
export type Options = {
  readonly seed: number;
  readonly epochs: number;
  readonly quick: boolean;
  readonly pets: string | undefined;
};

const ENGINES: readonly Engine[] = [
  { name: 'cpu' },
  { name: 'wasm', threads: 1 },
  { name: 'wasm', threads: 2 },
  { name: 'gpu' },
];

/** How much is compared. */
export type Scale = {
  /** How many samples are learned from; all that there are stand at the end by themselves. */
  readonly sizes: readonly number[];
  /** How many samples a data set has at most. */
  readonly most: number;
  readonly models: readonly ClassicalName[];
  /** How many draws there are of so many samples. */
  seeds(samples: number): number;
  /** How many steps a network takes at least: so few samples as 50 make two steps of an epoch. */
  readonly leastSteps: number;
  /** Of which models the memory is measured: each takes a process of its own. */
  readonly alone: readonly ModelName[];
  /** Where networks run to see what hardware they need, and how many train steps are timed there. */
  readonly engines: readonly Engine[];
  readonly steps: number;
  /** Train and test samples from which a linear model reads the output of a layer, and its steps. */
  readonly probed: { readonly train: number; readonly test: number; readonly steps: number };
};

const WHOLE: Scale = {
  sizes: [50, 300, 2000],
  // With all 10,000 digits, forests and kernels take half of the time.
  most: 7000,
  models: Object.keys(CLASSICAL) as ClassicalName[],
  // The more samples, the longer it takes, and the less draws differ.
  seeds: (samples) => (samples > 1500 ? 3 : 5),
  leastSteps: 300,
  alone: [...(Object.keys(CLASSICAL) as ClassicalName[]), 'dense', 'convolutional'],
  engines: ENGINES,
  steps: 40,
  probed: { train: 1000, test: 1000, steps: 30 },
};

const QUICK: Scale = {
  sizes: [50],
  most: 200,
  models: ['logisticRegression', 'nearestNeighbors', 'randomForest'],
  seeds: () => 2,
  leastSteps: 20,
  alone: ['randomForest', 'convolutional'],
  engines: ENGINES,
  steps: 3,
  probed: { train: 60, test: 30, steps: 10 },
};

export function scaleOf({ quick }: Pick<Options, 'quick'>): Scale {
  return quick ? QUICK : WHOLE;
}
