import { ArgumentError, FormatError, type Json, type Table } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, test } from 'vitest';
import linear from '../../../fixtures/classical/linear.json' with { type: 'json' };
import fixture from '../../../fixtures/classical/validation.json' with { type: 'json' };
import {
  absoluteErrorScore,
  accuracyScore,
  crossValidate,
  type Fold,
  gaussianNaiveBayes,
  groupedFolds,
  kFolds,
  logisticRegression,
  logLikelihoodScore,
  type Preparation,
  pipeline,
  r2Score,
  ridgeRegression,
  rocAucScore,
  stratifiedFolds,
  timeFolds,
} from '../src/index.js';
import { expectNear, table } from './support/tables.js';

const plain = (folds: readonly Fold[]) =>
  folds.map(({ training, validation }) => ({ training: [...training], validation: [...validation] }));

describe('folds', () => {
  test('are those of scikit-learn', () => {
    expect(plain(kFolds(11, { folds: 3 }))).toEqual(fixture.kFolds);
    expect(plain(stratifiedFolds(Int32Array.from(fixture.y), { folds: 4 }))).toEqual(fixture.stratifiedFolds);
    expect(plain(groupedFolds(fixture.groups, { folds: 3 }))).toEqual(fixture.groupedFolds);
    expect(plain(timeFolds(14, { folds: 3 }))).toEqual(fixture.timeFolds);
    expect(plain(timeFolds(14, { folds: 3, maxTraining: 4, size: 2, gap: 1 }))).toEqual(fixture.timeFoldsLimited);
  });

  test('have each row once, in an order that the seed decides', () => {
    const y = new Int32Array(1_000_000).map((_, row) => (row % 10 === 0 ? 1 : 0));
    const divided = [kFolds, (rows: number, options: object) => stratifiedFolds(y.subarray(0, rows), options)].map(
      (make) => {
        const folds = make(y.length, { folds: 7, seed: 3 });
        const seen = new Uint8Array(y.length);
        for (const { training, validation } of folds) {
          for (let i = 0; i < validation.length; i++) seen[validation[i]!]!++;
          expect(training.length + validation.length).toBe(y.length);
        }
        expect(seen.every((count) => count === 1)).toBe(true);
        const ofSeed = (seed: number) => plain(make(1000, { folds: 7, seed }));
        expect(ofSeed(3)).toEqual(ofSeed(3));
        expect(ofSeed(4)).not.toEqual(ofSeed(3));
        return folds;
      },
    );
    const ones = divided[1]!.map(({ validation }) => validation.reduce((sum, row) => sum + y[row]!, 0));
    expect(Math.max(...ones) - Math.min(...ones)).toBeLessThanOrEqual(1);
  });

  test('refuse fewer rows than they need', async () => {
    const calls = [
      [() => kFolds(3), 'kFolds: `rows` must be an integer of at least 5; received 3.'],
      [() => kFolds(3, { folds: 1 }), 'kFolds: `folds` must be an integer of at least 2; received 1.'],
      [
        () => groupedFolds(['a', 'b', 'a'], { folds: 3 }),
        'groupedFolds: `groups` must have at least 3 different groups; received 2.',
      ],
      [() => timeFolds(5), 'timeFolds: `rows` must be an integer of at least 6; received 5.'],
      [
        () => stratifiedFolds(Float64Array.of(0, 1, 0.5, 1), { folds: 2 }),
        'stratifiedFolds: `y` must be indices of classes, integers of at least 0; received 0.5 in row 2.',
      ],
    ] as const;
    for (const [call, message] of calls) await expectError(call, ArgumentError, message);
  });
});

describe('crossValidate', () => {
  const setOf = (name: 'wine' | 'diabetes') => {
    const { columns, x, y } = linear.sets[name];
    return { x: table(x, columns), y: Float64Array.from(y) };
  };

  test('scores as scikit-learn does', async () => {
    const wine = setOf('wine');
    const classes = await crossValidate(logisticRegression({ tolerance: 1e-9 }), wine, {
      folds: stratifiedFolds(wine.y),
      scores: { accuracy: accuracyScore, logLikelihood: logLikelihoodScore },
    });
    expectNear(classes.scores.accuracy, fixture.scores.accuracy);
    expectNear(classes.scores.logLikelihood, fixture.scores.logLikelihood, 1e-5);
    expect(classes.models).toHaveLength(5);
    expectNear([classes.means.accuracy], [fixture.scores.accuracy.reduce((sum, value) => sum + value, 0) / 5]);
    const values = await crossValidate(ridgeRegression(), setOf('diabetes'), {
      scores: { r2: r2Score, absoluteError: absoluteErrorScore },
    });
    expectNear(values.scores.r2, fixture.scores.r2, 1e-7);
    expectNear(values.scores.absoluteError, fixture.scores.absoluteError, 1e-7);
    expect(values.predictions.every(Number.isFinite)).toBe(true);
    const { scores, labels, value } = fixture.auc;
    const probabilities = Float64Array.from(scores.flatMap((score) => [1 - score, score]));
    const answers = { predictions: new Float64Array(0), probabilities };
    expectNear([rocAucScore(Float64Array.from(labels), answers)], [value]);
    expect(r2Score(Float64Array.of(2, 2), { predictions: Float64Array.of(2, 2), probabilities: undefined })).toBe(1);
  });

  test('learns with the weights of its rows, ends with its signal, and wants rows', async () => {
    const x = table([1, 1, 1, 1], 1);
    const y = Float64Array.of(0, 10, 0, 10);
    const folds = [{ training: Uint32Array.of(0, 1), validation: Uint32Array.of(2) }];
    const scores = { r2: r2Score };
    const { predictions } = await crossValidate(ridgeRegression(), { x, y }, { folds, scores, weights: [3, 1, 1, 1] });
    expect([...predictions]).toEqual([Number.NaN, Number.NaN, 2.5, Number.NaN]);
    const signal = AbortSignal.abort(new RangeError('enough'));
    await expectError(
      () => crossValidate(ridgeRegression(), { x, y }, { folds, scores, signal }),
      RangeError,
      'enough',
    );
    await expectError(
      () => crossValidate(ridgeRegression(), { x, y }, { folds: [], scores }),
      ArgumentError,
      'crossValidate: `folds` must be folds with rows to learn from and rows to predict; received 0 others.',
    );
  });
});

describe('pipeline', () => {
  type Person = { readonly age: number };
  /** Subtracts the mean of what it has learned from. */
  const centered: Preparation<Person> = {
    name: 'centered',
    fit: ((rows: Iterable<Person>) => {
      const ages = Array.from(rows, ({ age }) => age);
      return fitted(ages.reduce((sum, age) => sum + age, 0) / ages.length);
    }) as Preparation<Person>['fit'], // rows that are there, none that arrive later
    restore: (json) => fitted(Number(json)),
  };
  const fitted = (mean: number) => ({
    name: 'centered',
    transform: (rows: ArrayLike<Person>): Table =>
      table(
        Array.from(rows, ({ age }) => age - mean),
        1,
      ),
    toJSON: (): Json => mean,
  });
  const people = [1, 2, 3, 40, 50, 60].map((age) => ({ age }));
  const y = Int32Array.of(0, 0, 0, 1, 1, 1);

  test('learns a preparation and a model from the same rows, and is saved', async () => {
    const both = pipeline(centered, gaussianNaiveBayes());
    const model = await both.fit(people, y);
    expectNear(model.model.means, [2 - 26, 50 - 26]);
    expect([...model.predict([{ age: 4 }, { age: 44 }])]).toEqual([0, 1]);
    const { json, arrays } = model.save();
    const restored = both.restore({ json: JSON.parse(JSON.stringify(json)), arrays });
    expect(restored.predictProbabilities!(people)).toEqual(model.predictProbabilities!(people));
    const { models } = await crossValidate(
      both,
      { x: people, y },
      {
        folds: [{ training: Uint32Array.of(0, 3), validation: Uint32Array.of(1) }],
        scores: { accuracy: accuracyScore },
      },
    );
    expectNear(models[0]!.model.means, [1 - 20.5, 40 - 20.5]);
    await expectError(
      () => both.restore(models[0]!.model.save()),
      FormatError,
      'pipeline.restore: `saved` must be a saved pipeline; received one of "gaussianNaiveBayes".',
    );
  });

  test('prepares what it learns from by fitTransform where there is one', async () => {
    const own: Preparation<Person> = {
      ...centered,
      fitTransform: (rows, options) => ({
        fitted: fitted(0),
        transformed: table(
          Array.from(rows, (_, row) => Number(options!.targets![row]) * 7),
          1,
        ),
      }),
    };
    const model = await pipeline(own, gaussianNaiveBayes()).fit(people, y);
    expectNear(model.model.means, [0, 7]);
  });
});
