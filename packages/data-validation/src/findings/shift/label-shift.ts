import { needsTarget, needsTest, type Rule, unless } from '../../internal/rule.js';
import { measureShift, shiftOf } from '../../internal/shifts.js';

/** Targets that are distributed differently in train and test. */
export const labelShift: Rule = {
  kind: 'label-shift',
  family: 'shift',
  title: 'Shifted target',
  severity: 'warning',
  measure: 'distance',
  threshold: 0.1,
  advice:
    'Split in the same shares of the target (stratify); if test is how it will be, weight the classes or move the threshold',
  skip: unless(needsTest, needsTarget, ({ test }) => (test?.target === undefined ? 'test has no target' : undefined)),
  run: (data, threshold) => {
    const shift = shiftOf(data, data.train.target!, data.test!.target!); // as checked
    return shift === undefined ? [] : [measureShift(shift, threshold)];
  },
};
