import { measureOutliers } from '../../internal/outliers.js';
import { needsTarget, type Rule, unless } from '../../internal/rule.js';

/** Targets that are far from all others. */
export const outlierTargets: Rule = {
  kind: 'outlier-targets',
  family: 'outliers',
  title: 'Outliers of the target',
  severity: 'warning',
  measure: 'distance from the median, in that of the 5 % farthest on its side',
  threshold: 6,
  advice:
    'Correct them if they are errors; otherwise take a loss that they do not rule (huber), or the logarithm of the target',
  skip: unless(needsTarget, ({ task }) => (task === 'numbers' ? undefined : 'the target is a class')),
  run: ({ train, statistics }, threshold) => measureOutliers(train.target!, statistics(train.target!), threshold), // there is one, as checked
};
