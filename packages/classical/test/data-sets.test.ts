import type { Estimator, Table } from '@neurite/core';
import { expect, test } from 'vitest';
import fixture from '../../../fixtures/classical/data-sets.json' with { type: 'json' };
import {
  accuracyScore,
  decisionTreeClassifier,
  decisionTreeRegressor,
  elasticNet,
  extraTreesClassifier,
  extraTreesRegressor,
  gaussianNaiveBayes,
  gradientBoostingClassifier,
  gradientBoostingRegressor,
  kNeighborsClassifier,
  kNeighborsRegressor,
  logisticRegression,
  multinomialNaiveBayes,
  r2Score,
  randomForestClassifier,
  randomForestRegressor,
  rbfSvmClassifier,
  rbfSvmRegressor,
  ridgeRegression,
} from '../src/index.js';
import { table } from './support/tables.js';

type DataSet = {
  readonly name: string;
  readonly classifies: boolean;
  readonly columns: number;
  readonly categorical: readonly number[];
  /** How many rows are learned from; the others are predicted. */
  readonly training: number;
  readonly x: readonly (number | null)[];
  readonly y: readonly number[];
  /** Predictions, null where neighbors are equally far, and the mean probability of the true class. */
  readonly answers: Readonly<Record<string, { predictions: readonly (number | null)[]; likelihood?: number }>>;
  /** Mean and deviation over seeds. */
  readonly scores: Readonly<Record<string, readonly [number, number]>>;
};

const sets = fixture as unknown as readonly DataSet[]; // JSON has numbers and nulls of no fixed form

/** Estimators, with whether they take tables with missing values as they are. */
function estimatorOf(name: string, { classifies, categorical }: DataSet): Estimator<Table> {
  const boosting = { iterations: 20, categorical };
  const forest = { trees: 15, minSamplesLeaf: 2 };
  const makers: Readonly<Record<string, () => Estimator<Table>>> = classifies
    ? {
        gradientBoosting: () => gradientBoostingClassifier(boosting),
        logisticRegression: () => logisticRegression({ tolerance: 1e-9 }),
        gaussianNaiveBayes,
        multinomialNaiveBayes,
        rbfSvm: () => rbfSvmClassifier({ tolerance: 1e-6 }),
        kNeighbors: () => kNeighborsClassifier(),
        decisionTree: () => decisionTreeClassifier({ minSamplesLeaf: 3 }),
        randomForest: () => randomForestClassifier(forest),
        extraTrees: () => extraTreesClassifier(forest),
      }
    : {
        gradientBoosting: () => gradientBoostingRegressor(boosting),
        ridgeRegression,
        elasticNet: () => elasticNet({ alpha: 0.1, tolerance: 1e-12 }),
        rbfSvm: () => rbfSvmRegressor({ tolerance: 1e-6 }),
        kNeighbors: () => kNeighborsRegressor(),
        decisionTree: () => decisionTreeRegressor({ minSamplesLeaf: 3 }),
        randomForest: () => randomForestRegressor(forest),
        extraTrees: () => extraTreesRegressor(forest),
      };
  return makers[name]!();
}

const deterministic = sets.flatMap((set) =>
  Object.entries(set.answers).map(([name, expected]) => ({ title: `${name}, ${set.name}`, name, set, expected })),
);

test.each(deterministic)('predicts as scikit-learn does: $title', async ({ name, set, expected }) => {
  const { x, y, unseen, truth } = partsOf(set, name === 'gradientBoosting' || name === 'multinomialNaiveBayes');
  const model = await estimatorOf(name, set).fit(x, y);
  const predictions = model.predict(unseen);
  const wrong = expected.predictions.flatMap((value, row) =>
    value === null || Math.abs(value - predictions[row]!) <= 2e-6 * Math.max(1, Math.abs(value)) ? [] : [row],
  );
  expect(wrong).toEqual([]);
  if (expected.likelihood === undefined) return;
  const probabilities = model.predictProbabilities!(unseen);
  const classes = probabilities.length / unseen.rows;
  const sum = truth.reduce((total, label, row) => total + probabilities[row * classes + label]!, 0);
  expect(sum / unseen.rows).toBeCloseTo(expected.likelihood, 6);
});

const seeded = sets.flatMap((set) =>
  Object.entries(set.scores).map(([name, expected]) => ({ title: `${name}, ${set.name}`, name, set, expected })),
);

test.each(seeded)('scores within the spread of seeds: $title', async ({ name, set, expected: [mean, spread] }) => {
  const { x, y, unseen, truth } = partsOf(set, false);
  const score = set.classifies ? accuracyScore : r2Score;
  const scores: number[] = [];
  for (const seed of [0, 1, 2, 3]) {
    const model = await estimatorOf(name, set).fit(x, y, { seed });
    scores.push(score(truth, { predictions: model.predict(unseen), probabilities: undefined }));
  }
  // The mean of 4 seeds lies within half of the spread of one seed, 19 times of 20 within one.
  expect(Math.abs(scores.reduce((sum, value) => sum + value, 0) / 4 - mean)).toBeLessThan(2.5 * spread + 0.01);
});

/** @param raw whether missing values stay, and columns have their own scales */
function partsOf({ x, y, columns, training }: DataSet, raw: boolean) {
  const split = training * columns;
  const [known, unseen] = [table(x.slice(0, split), columns), table(x.slice(split), columns)];
  if (!raw) prepare(known, unseen);
  const all = Float64Array.from(y);
  return { x: known, unseen, y: all.slice(0, training), truth: all.slice(training) };
}

/** Puts the means of the known rows in the place of missing values, and scales columns to a deviation of 1, in float32. */
function prepare(known: Table, unseen: Table): void {
  const { rows, columns } = known;
  for (let column = 0; column < columns; column++) {
    const own = Array.from({ length: rows }, (_, row) => known.data[row * columns + column]!);
    const present = own.filter((value) => !Number.isNaN(value));
    const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
    const scale = Math.sqrt(present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows) || 1;
    for (const { data } of [known, unseen]) {
      for (let i = column; i < data.length; i += columns) {
        data[i] = Math.fround(((Number.isNaN(data[i]!) ? mean : data[i]!) - mean) / scale);
      }
    }
  }
}
