import { measureOutliers } from '../../internal/outliers.js';
import { needsColumns, type Rule } from '../../internal/rule.js';

/** Numbers that are far from all others in their column: wrong units, typing errors, codes such as −999. */
export const outlierValues: Rule = {
  kind: 'outlier-values',
  family: 'outliers',
  title: 'Outliers',
  severity: 'warning',
  measure: 'distance from the median, in that of the 5 % farthest on its side',
  threshold: 6,
  advice:
    'Correct them if they are errors; otherwise clip the column or scale it by quantiles, so that they do not rule the gradient',
  skip: needsColumns,
  run: (data, threshold) =>
    data
      .compared(data.train)
      .filter(({ kind }) => kind === 'number')
      .flatMap((feature) => measureOutliers(feature, data.statistics(feature), threshold)),
};
