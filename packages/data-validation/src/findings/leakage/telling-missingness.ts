import { kolmogorovSmirnov } from '@neurite/numeric';
import { chiSquaredOf } from '../../internal/compare-columns.js';
import { countCodes } from '../../internal/profile.js';
import { needsColumns, needsTarget, type Rule, unless } from '../../internal/rule.js';
import { short } from '../../internal/words.js';

/** Rows of which fewer are missing, or present, tell nothing. */
const FEWEST = 10;

/** Columns that are missing more often for some targets: that a value is missing tells the answer. */
export const tellingMissingness: Rule = {
  kind: 'telling-missingness',
  family: 'leakage',
  title: 'A missing value tells the target',
  severity: 'warning',
  measure: 'size of the association',
  threshold: 0.2,
  advice: 'Find out why it is missing; if that happens after the target is known, leave the column out',
  skip: unless(needsTarget, needsColumns),
  run: ({ train, task, statistics }, threshold) => {
    const { name, values: y, words = [] } = train.target!; // as checked
    return train.features.flatMap((feature) => {
      const { missing } = statistics(feature);
      if (missing < FEWEST || train.rows - missing < FEWEST) return [];
      const sides: [number[], number[]] = [[], []];
      for (let row = 0; row < train.rows; row++) {
        if (!Number.isNaN(y[row])) sides[Number.isNaN(feature.values[row]!) ? 1 : 0].push(y[row]!);
      }
      const [present, gone] = sides.map((side) => Float64Array.from(side)) as [Float64Array, Float64Array];
      if (present.length === 0 || gone.length === 0) return [];
      let [value, pValue] = [0, 1];
      if (task === 'classes') {
        const test = chiSquaredOf(countCodes(present, words.length), countCodes(gone, words.length));
        // Cramér's V of a table with two rows.
        value = Math.sqrt(test.statistic / (present.length + gone.length));
        pValue = test.pValue;
      } else {
        const test = kolmogorovSmirnov(present, gone, { method: 'asymptotic' });
        value = test.statistic;
        pValue = test.pValue;
      }
      return [
        {
          value,
          over: value >= threshold,
          pValue,
          column: feature.name,
          sentence: () =>
            `Whether \`${feature.name}\` is missing goes with \`${name}\` (${task === 'classes' ? 'Cramér’s V' : 'Kolmogorov–Smirnov statistic'} ${short(value)})`,
        },
      ];
    });
  },
};
