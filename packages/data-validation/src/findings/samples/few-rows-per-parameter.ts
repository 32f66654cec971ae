import type { Rule } from '../../internal/rule.js';
import { count, short } from '../../internal/words.js';

/** Few rows for so many parameters: the model can learn them by heart. */
export const fewRowsPerParameter: Rule = {
  kind: 'few-rows-per-parameter',
  family: 'samples',
  title: 'Few rows for so many parameters',
  severity: 'note',
  measure: 'rows for each parameter, below',
  threshold: 0.03,
  advice: 'Take a smaller model or one that was trained before, augment, and stop by a validation part',
  skip: ({ options }) => (options.parameters === undefined ? 'the number of parameters is not known' : undefined),
  run: ({ train, options }, threshold) => {
    const parameters = options.parameters!; // as checked
    const value = train.rows / parameters;
    return [
      {
        value,
        over: value < threshold,
        sentence: () =>
          `There are ${count(train.rows, 'row')} for ${count(parameters, 'parameter')}, ${short(1 / value)} parameters for each row`,
      },
    ];
  },
};
