import { needsTarget, type Rule } from '../../internal/rule.js';

/** A target that is the same in each row. */
export const constantLabel: Rule = {
  kind: 'constant-label',
  family: 'labels',
  title: 'Constant target',
  severity: 'error',
  measure: 'number of values',
  threshold: 1,
  advice: 'Check how the rows were chosen: there is nothing to learn',
  skip: needsTarget,
  run: ({ train, statistics }, threshold) => {
    const { distinct } = statistics(train.target!); // as checked
    const { name } = train.target!;
    return [
      {
        value: distinct,
        over: distinct <= threshold && train.rows > 1,
        column: name,
        sentence: () => `\`${name}\` has ${distinct === 0 ? 'no value' : 'the same value'} in every row of train`,
      },
    ];
  },
};
