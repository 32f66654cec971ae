import { countCodes } from '../../internal/profile.js';
import { needsClasses, type Rule } from '../../internal/rule.js';
import { count, short } from '../../internal/words.js';

/** Classes that are much rarer than the most frequent one. */
export const classImbalance: Rule = {
  kind: 'class-imbalance',
  family: 'labels',
  title: 'Unbalanced classes',
  severity: 'warning',
  measure: 'rows of the rarest class for each of the most frequent, at most',
  threshold: 0.1,
  advice: 'Measure more than accuracy (recall of each class), and weight or resample the classes',
  skip: needsClasses,
  run: ({ train }, threshold) => {
    const { name, values, words = [] } = train.target!; // as checked
    const counts = countCodes(values, words.length);
    const [most, ...others] = words.map((_, code) => code).sort((a, b) => counts[b]! - counts[a]!);
    const least = others.filter((code) => counts[code]! > 0).at(-1);
    if (most === undefined || least === undefined) return [];
    const value = counts[least]! / counts[most]!;
    return [
      {
        value,
        over: value < threshold,
        column: name,
        sentence: () =>
          `Class ${words[least]} has ${count(counts[least]!, 'row')} and class ${words[most]} has ${counts[most]!.toLocaleString('en-US')}: ${short(1 / value)} times as many`,
      },
    ];
  },
};
