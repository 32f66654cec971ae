import { constantColumn } from '../findings/columns/constant-column.js';
import { duplicateColumn } from '../findings/columns/duplicate-column.js';
import { identifierColumn } from '../findings/columns/identifier-column.js';
import { infiniteValues } from '../findings/columns/infinite-values.js';
import { missingValues } from '../findings/columns/missing-values.js';
import { nearlyConstantColumn } from '../findings/columns/nearly-constant-column.js';
import { spuriousCorrelation } from '../findings/correlations/spurious-correlation.js';
import { unstableCorrelation } from '../findings/correlations/unstable-correlation.js';
import { duplicateRows } from '../findings/duplicates/duplicate-rows.js';
import { duplicatesInTest } from '../findings/duplicates/duplicates-in-test.js';
import { nearDuplicates } from '../findings/duplicates/near-duplicates.js';
import { nearDuplicatesInTest } from '../findings/duplicates/near-duplicates-in-test.js';
import { blurredImages } from '../findings/images/blurred-images.js';
import { brightImages } from '../findings/images/bright-images.js';
import { darkImages } from '../findings/images/dark-images.js';
import { flatImages } from '../findings/images/flat-images.js';
import { oddSizes } from '../findings/images/odd-sizes.js';
import { classImbalance } from '../findings/labels/class-imbalance.js';
import { conflictingLabels } from '../findings/labels/conflicting-labels.js';
import { constantLabel } from '../findings/labels/constant-label.js';
import { labelErrors } from '../findings/labels/label-errors.js';
import { missingLabels } from '../findings/labels/missing-labels.js';
import { targetErrors } from '../findings/labels/target-errors.js';
import { orderedRows } from '../findings/leakage/ordered-rows.js';
import { sharedGroups } from '../findings/leakage/shared-groups.js';
import { tellingFeature } from '../findings/leakage/telling-feature.js';
import { tellingMissingness } from '../findings/leakage/telling-missingness.js';
import { timeLeakage } from '../findings/leakage/time-leakage.js';
import { outlierRows } from '../findings/outliers/outlier-rows.js';
import { outlierTargets } from '../findings/outliers/outlier-targets.js';
import { outlierValues } from '../findings/outliers/outlier-values.js';
import { fewRowsPerColumn } from '../findings/samples/few-rows-per-column.js';
import { fewRowsPerParameter } from '../findings/samples/few-rows-per-parameter.js';
import { learningCurveRule } from '../findings/samples/learning-curve.js';
import { smallClass } from '../findings/samples/small-class.js';
import { featureShift } from '../findings/shift/feature-shift.js';
import { jointShiftRule } from '../findings/shift/joint-shift.js';
import { labelShift } from '../findings/shift/label-shift.js';
import { missingShift } from '../findings/shift/missing-shift.js';
import { newCategories } from '../findings/shift/new-categories.js';
import type { Rule } from './rule.js';

/** All that is looked for, in this order. */
export const RULES: readonly Rule[] = [
  missingValues,
  infiniteValues,
  constantColumn,
  nearlyConstantColumn,
  identifierColumn,
  duplicateColumn,
  duplicateRows,
  duplicatesInTest,
  nearDuplicates,
  nearDuplicatesInTest,
  smallClass,
  fewRowsPerColumn,
  fewRowsPerParameter,
  learningCurveRule,
  missingLabels,
  constantLabel,
  classImbalance,
  conflictingLabels,
  labelErrors,
  targetErrors,
  tellingFeature,
  tellingMissingness,
  sharedGroups,
  timeLeakage,
  orderedRows,
  outlierValues,
  outlierRows,
  outlierTargets,
  spuriousCorrelation,
  unstableCorrelation,
  featureShift,
  missingShift,
  newCategories,
  labelShift,
  jointShiftRule,
  darkImages,
  brightImages,
  flatImages,
  blurredImages,
  oddSizes,
];
