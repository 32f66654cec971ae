import { needsTest, type Rule } from '../../internal/rule.js';
import { columnShifts, measureShift } from '../../internal/shifts.js';

/** Inputs that are distributed differently in train and test. */
export const featureShift: Rule = {
  kind: 'feature-shift',
  family: 'shift',
  title: 'Shifted input',
  severity: 'warning',
  measure: 'distance',
  threshold: 0.1,
  advice:
    'Find out why (time, source, unit); train on rows like those that will come, or weight them, or leave the column out',
  skip: needsTest,
  run: (data, threshold) => columnShifts(data).map((shift) => measureShift(shift, threshold)),
};
