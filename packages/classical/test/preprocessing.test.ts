import type { Estimator } from '@neurite/core';
import { chain, columns, impute, oneHot, ordinal, standardize } from '@neurite/preprocessing';
import { expect, test } from 'vitest';
import fixture from '../../../fixtures/classical/data-sets.json' with { type: 'json' };
import {
  accuracyScore,
  crossValidate,
  gradientBoostingClassifier,
  logisticRegression,
  pipeline,
  stratifiedFolds,
} from '../src/index.js';

type Penguin = {
  readonly island: string | null;
  readonly sex: string | null;
  readonly beakLength: number | null;
  readonly flipperLength: number | null;
};

const { x, y: species } = fixture.find(({ name }) => name === 'penguins')!;
const nameOf = (names: readonly string[], code: number | null | undefined) => names[code ?? -1] ?? null;
const penguins = species.map((_, row): Penguin => {
  const [island, sex, beakLength = null, , flipperLength = null] = x.slice(6 * row, 6 * row + 6);
  return {
    island: nameOf(['Biscoe', 'Dream', 'Torgersen'], island),
    sex: nameOf(['female', 'male'], sex),
    beakLength,
    flipperLength,
  };
});
const y = Float64Array.from(species);
const half = penguins.length >> 1;

const prepared = pipeline(
  columns<Penguin>({
    island: oneHot(),
    sex: oneHot(),
    beakLength: chain(impute(), standardize()),
    flipperLength: chain(impute(), standardize()),
  }),
  logisticRegression(),
);
const asTheyAre = pipeline(
  columns<Penguin>({ island: ordinal(), sex: ordinal(), beakLength: impute(), flipperLength: impute() }),
  gradientBoostingClassifier({ iterations: 20, categorical: ['island', 'sex'] }),
);

const cases: readonly { readonly title: string; readonly estimator: Estimator<ArrayLike<Penguin>> }[] = [
  { title: 'logisticRegression', estimator: prepared },
  { title: 'gradientBoostingClassifier, categories by name', estimator: asTheyAre },
];

test.each(cases)(
  'columns of preprocessing and an estimator learn, validate and are saved as one: $title',
  async ({ estimator }) => {
    const model = await estimator.fit(penguins.slice(0, half), y.slice(0, half));
    const unseen = penguins.slice(half);
    const predictions = model.predict(unseen);
    expect(accuracyScore(y.slice(half), { predictions, probabilities: undefined })).toBeGreaterThan(0.93);
    // A penguin alone is prepared by what was learned from all of them.
    expect(unseen.slice(0, 9).map((penguin) => model.predict([penguin])[0])).toEqual([...predictions.slice(0, 9)]);
    const { json, arrays } = model.save();
    const restored = estimator.restore({ json: JSON.parse(JSON.stringify(json)), arrays });
    expect(restored.predict(unseen)).toEqual(predictions);
    const { means } = await crossValidate(
      estimator,
      { x: penguins, y },
      { folds: stratifiedFolds(y, { folds: 3 }), scores: { accuracy: accuracyScore } },
    );
    expect(means.accuracy).toBeGreaterThan(0.93);
  },
);
