import { ArgumentError, FormatError, type LearnOptions, type SavedEstimator, type Table } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import * as classical from '../src/index.js';
import { table, uniforms } from './support/tables.js';

const x = table([...uniforms(120, 1)], 3);
const y = Int32Array.from({ length: x.rows }, (_, row) => row % 2);
const { gaussianNaiveBayes, gradientBoostingRegressor, permutationImportance, treeShap } = classical;
const scores = { accuracy: classical.accuracyScore };
// What a caller without types may pass.
const none = undefined as never;
const not = (value: unknown): never => value as never;

type Any = {
  readonly name: string;
  fit(x: Table, ...rest: (Int32Array | LearnOptions)[]): unknown;
  restore(saved: SavedEstimator): unknown;
};
type Make = () => Any;

const supervised = Object.entries(classical).filter(([name]) =>
  /(Classifier|Regressor|Regression|Svm|Bayes|lasso|elasticNet)$/.test(name),
);
const others = Object.entries(classical).filter(([name]) =>
  ['kMeans', 'gaussianMixture', 'isolationForest', 'pca', 'tSne', 'dbscan'].includes(name),
);
const makers: readonly (readonly [string, Make, boolean])[] = [
  ...supervised.flatMap(([name, make]) =>
    name === 'calibratedClassifier' ? [] : [[name, make as unknown as Make, true] as const],
  ),
  ...others.map(([name, make]) => [name, make as unknown as Make, false] as const),
];

test('every estimator is among them', () => {
  expect(makers).toHaveLength(26);
});

test.each(makers)('%s says what it takes', async (name, make, learnsFrom) => {
  const fit = (given: Table, options: LearnOptions = {}) =>
    make().fit(given, ...(learnsFrom ? [y, options] : [options]));
  const expectRefusal = (call: () => unknown, message: string) => expectError(call, ArgumentError, message);
  const where = `${name}.fit`;
  const options = name === 'tSne' ? '`seed`, `signal`' : '`weights`, `seed`, `signal`';
  await expectRefusal(
    () => fit(not([[1, 2]])),
    `${where}: \`x\` must be a table, { rows, columns, data }; received [[1, 2]].`,
  );
  await expectRefusal(
    () => fit(not({ rows: 1, columns: 2, data: ['1', '2'] })),
    `${where}: \`x.data\` must be a Float64Array or a Float32Array; received ['1', '2'].`,
  );
  const infinite = { ...x, data: x.data.map((value, i) => (i === 100 ? Number.POSITIVE_INFINITY : value)) };
  const finite = /Boosting|Tree|randomForest/.test(name)
    ? 'finite values, or NaN where one is missing'
    : 'finite values';
  const refusal = (phase: string): string =>
    `${name}.${phase}: \`x\` must have ${finite}; received Infinity in row 33, column 1.`;
  await expectRefusal(() => fit(infinite), refusal('fit'));
  const learned = (await fit(x)) as { predict?: (x: Table) => unknown; transform?: (x: Table) => unknown };
  for (const phase of ['predict', 'transform'] as const) {
    if (learned[phase] !== undefined) await expectRefusal(() => learned[phase]!(infinite), refusal(phase));
  }
  await expectRefusal(
    () => fit(x, not({ sampleWeight: [1] })),
    `${where}: \`options\` must be among ${options}; received \`sampleWeight\`.`,
  );
  await expectRefusal(() => fit(x, { seed: -1 }), `${where}: \`seed\` must be an integer of at least 0; received -1.`);
  if (learnsFrom) {
    await expectRefusal(
      () => make().fit(x, not(null)),
      `${where}: \`y\` must be an array with a number for each row; received null.`,
    );
  }
  if (!('restore' in make())) return;
  await expectError(
    () => make().restore(none),
    FormatError,
    `${name}.restore: \`saved\` must be a saved ${name}; received one of null.`,
  );
});

describe('what goes around estimators', () => {
  test.each<[string, () => unknown, string]>([
    [
      'folds of nothing',
      () => classical.stratifiedFolds(none),
      'stratifiedFolds: `y.length` must be an integer of at least 5; received undefined.',
    ],
    [
      'groups of nothing',
      () => classical.groupedFolds(none),
      'groupedFolds: `groups.length` must be an integer of at least 5; received undefined.',
    ],
    [
      'no scores',
      () => classical.crossValidate(gaussianNaiveBayes(), { x, y }, not({})),
      'crossValidate: `scores` must be an object with at least one score by name; received undefined.',
    ],
    [
      'a score by its name',
      () => classical.crossValidate(gaussianNaiveBayes(), { x, y }, { scores: { accuracy: not('accuracy') } }),
      "crossValidate: `scores.accuracy` must be a function; received 'accuracy'.",
    ],
    [
      'how many folds',
      () => classical.crossValidate(gaussianNaiveBayes(), { x, y }, { scores, folds: not(5) }),
      'crossValidate: `folds` must be folds with rows to learn from and rows to predict; received 5.',
    ],
    [
      'rows that are none',
      () => classical.crossValidate(gaussianNaiveBayes(), { x: not(3), y }, { scores }),
      'crossValidate: `x` must be a table, { rows, columns, data }, or an array of rows; received 3.',
    ],
    [
      'an estimator that was not made',
      () => classical.crossValidate(not(gaussianNaiveBayes), { x, y }, { scores }),
      'crossValidate: `estimator` must be an estimator; received the function gaussianNaiveBayes. Call it first: gaussianNaiveBayes(), not gaussianNaiveBayes.',
    ],
    [
      'a preparation of nothing',
      () => classical.pipeline(none, gaussianNaiveBayes()),
      'pipeline: `preparation` must be a transformer of rows, such as `columns` returns; received undefined.',
    ],
    [
      'calibration of nothing',
      () => classical.calibratedClassifier(none),
      'calibratedClassifier: `estimator` must be an estimator; received undefined.',
    ],
    [
      'importance without a score',
      () => permutationImportance(gaussianNaiveBayes().fit(x, y), { x, y }, not({})),
      'permutationImportance: `score` must be a function; received undefined.',
    ],
    [
      'importance of an estimator',
      () => permutationImportance(not(gaussianNaiveBayes()), { x, y }, { score: scores.accuracy }),
      'permutationImportance: `model` must be what an estimator has learned; received an object with name, fit, restore.',
    ],
    [
      'dependence on nothing',
      () => classical.partialDependence(gaussianNaiveBayes().fit(x, y), x, not({})),
      'partialDependence: `columns` must be an array of one or two names or indices of columns; received undefined.',
    ],
    [
      'Shapley values of nothing',
      () => treeShap(none, x),
      'treeShap: `model` must be what an estimator has learned; received undefined.',
    ],
    [
      'one categorical column',
      () => gradientBoostingRegressor({ categorical: not('a') }),
      "gradientBoostingRegressor: `categorical` must be an array of names or indices of columns; received 'a'.",
    ],
    [
      'a direction of all columns',
      () => gradientBoostingRegressor({ monotone: not('rising') }),
      "gradientBoostingRegressor: `monotone` must be an object with names or indices of columns; received 'rising'.",
    ],
  ])('refuses %s', async (_, call, message) => {
    await expectError(call, ArgumentError, message);
  });
});
