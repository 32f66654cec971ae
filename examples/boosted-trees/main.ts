// Real rows as they are, some of them not measured whole: what folds say of boosted trees beside a linear model, what the trees
// look at, and the preparation with the model in one file. (Gorman et al., 2014; palmerpenguins, CC0)
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accuracyScore,
  crossValidate,
  gradientBoostingClassifier,
  logisticRegression,
  pipeline,
  stratifiedFolds,
} from '@neurite/classical';
import type { Estimator } from '@neurite/core';
import { readCsv } from '@neurite/data/read-csv';
import { estimatorToSafetensors, safetensorsToEstimator } from '@neurite/formats';
import { chain, columns, impute, oneHot, ordinal, standardize } from '@neurite/preprocessing';

const { table } = await readCsv(new URL('../penguins/penguins.csv', import.meta.url), {
  types: { species: 'category' },
});
type Penguin = { island: string | null; beakLength: number; beakDepth: number; flipperLength: number };
const rows = (await table.rows().toArray()) as (Penguin & { species: number })[]; // its columns
const y = Int32Array.from(rows, ({ species }) => species);

const whole = () => chain(impute(), standardize());
const linear = pipeline(
  columns<Penguin>({ island: oneHot(), beakLength: whole(), beakDepth: whole(), flipperLength: whole() }),
  logisticRegression(),
);
// Trees take missing values and categories as they are.
const sizes = { beakLength: standardize(), beakDepth: standardize(), flipperLength: standardize() };
const trees = pipeline(
  columns<Penguin>({ island: ordinal(), ...sizes }),
  gradientBoostingClassifier({ categorical: ['island'] }),
);
const options = { folds: stratifiedFolds(y, { seed: 1 }), scores: { accuracy: accuracyScore } };
const both: readonly (readonly [string, Estimator<ArrayLike<Penguin>>])[] = [
  ['linear', linear],
  ['trees', trees],
];
for (const [name, estimator] of both) {
  const { means, deviations } = await crossValidate(estimator, { x: rows, y }, options);
  console.log(`${name}: ${(100 * means.accuracy).toFixed(1)} ± ${(100 * deviations.accuracy).toFixed(1)} % right`);
}

const fitted = await trees.fit(rows, y);
console.log('importances:', [...fitted.model.importances].map((share) => share.toFixed(2)).join(', '));

const path = join(await mkdtemp(join(tmpdir(), 'trees-')), 'penguins.safetensors');
await writeFile(path, estimatorToSafetensors(fitted));

const { saved } = safetensorsToEstimator(await readFile(path));
const restored = trees.restore(saved);
const penguin = { island: 'Biscoe', beakLength: 48.4, beakDepth: Number.NaN, flipperLength: 220 };
console.log(`restored: species ${restored.predict([penguin])}`);
