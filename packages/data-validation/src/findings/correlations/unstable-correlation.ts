import { normal } from '@neurite/numeric';
import type { Examined } from '../../internal/examined.js';
import type { Feature, Part } from '../../internal/part.js';
import { type Correlation, centeredRanks, correlationOf } from '../../internal/ranks.js';
import { needsColumns, needsTarget, needsTest, type Rule, unless } from '../../internal/rule.js';
import { sampleRows } from '../../internal/sample-rows.js';
import { short } from '../../internal/words.js';

/** The most rows of each part that are ranked. */
const MOST_ROWS = 20_000;
const FEWEST_ROWS = 30;

/** Inputs that go with the target in train and not, or otherwise, in test: a model that relies on them fails. */
export const unstableCorrelation: Rule = {
  kind: 'unstable-correlation',
  family: 'correlations',
  title: 'An input means something else in test',
  severity: 'warning',
  measure: 'difference of rank correlations',
  threshold: 0.2,
  advice: 'Find out what changed (source, time, unit); leave the column out if it is not what the target depends on',
  skip: unless(needsTest, needsTarget, needsColumns, ({ train, test }) =>
    test!.target === undefined || Math.min(train.rows, test!.rows) < FEWEST_ROWS
      ? `test has no target, or a part fewer than ${FEWEST_ROWS} rows`
      : undefined,
  ),
  run: (data, threshold) => {
    const features = data.compared(data.train).filter(({ kind }) => kind === 'number');
    const [train, test] = [data.train, data.test!].map((part) => correlations(data, part, features)) as [Sides, Sides];
    return features.map((feature, i) => {
      // Of several classes the one whose correlation differs most, with a p-value for as many tries.
      let [own, other, z] = [0, 0, 0];
      for (const [k, a] of train[i]!.entries()) {
        const b = test[i]![k]!;
        const distance = (a.value - b.value) / Math.sqrt(a.variance + b.variance);
        if (Math.abs(distance) > Math.abs(z)) [own, other, z] = [a.value, b.value, distance];
      }
      const value = Math.abs(own - other);
      return {
        value,
        over: value >= threshold,
        pValue: Math.min(1, 2 * train[i]!.length * normal().survival(Math.abs(z))),
        column: feature.name,
        part: 'test' as const,
        sentence: () =>
          `\`${feature.name}\` has a rank correlation of ${short(own)} with the target in train and ${short(other)} in test`,
      };
    });
  },
};

/** Of each feature its correlations. */
type Sides = readonly (readonly Correlation[])[];

/** Of each feature the rank correlations with the target: one with a number or two classes, otherwise one for each class. */
function correlations(data: Examined, part: Part, features: readonly Feature[]): Sides {
  const { values, words } = part.target!; // as checked
  const rows = sampleRows(part.rows, {
    most: MOST_ROWS,
    random: data.random.child(`ranks, ${part.name}`),
    keep: (row) => !Number.isNaN(values[row]!),
  });
  const y = Float64Array.from(rows, (row) => values[row]!);
  const classes = data.task === 'classes' ? words!.length : 0;
  const targets =
    classes > 2
      ? Array.from({ length: classes }, (_, k) => centeredRanks(y.map((code) => (code === k ? 1 : 0))))
      : [centeredRanks(y)];
  return features.map(({ name }) => {
    const own = part.features.find((one) => one.name === name)!.values; // the same columns, as checked
    const ranks = centeredRanks(Float64Array.from(rows, (row) => own[row]!));
    return targets.map((target) => correlationOf(ranks, target));
  });
}
