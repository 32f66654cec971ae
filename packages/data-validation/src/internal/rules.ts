import { constantColumn } from '../findings/columns/constant-column.js';
import { duplicateColumn } from '../findings/columns/duplicate-column.js';
import { identifierColumn } from '../findings/columns/identifier-column.js';
import { infiniteValues } from '../findings/columns/infinite-values.js';
import { missingValues } from '../findings/columns/missing-values.js';
import { nearlyConstantColumn } from '../findings/columns/nearly-constant-column.js';
import { duplicateRows } from '../findings/duplicates/duplicate-rows.js';
import { duplicatesInTest } from '../findings/duplicates/duplicates-in-test.js';
import { blurredImages } from '../findings/images/blurred-images.js';
import { brightImages } from '../findings/images/bright-images.js';
import { darkImages } from '../findings/images/dark-images.js';
import { flatImages } from '../findings/images/flat-images.js';
import { oddSizes } from '../findings/images/odd-sizes.js';
import { classImbalance } from '../findings/labels/class-imbalance.js';
import { conflictingLabels } from '../findings/labels/conflicting-labels.js';
import { constantLabel } from '../findings/labels/constant-label.js';
import { missingLabels } from '../findings/labels/missing-labels.js';
import { outlierTargets } from '../findings/outliers/outlier-targets.js';
import { outlierValues } from '../findings/outliers/outlier-values.js';
import { fewRowsPerColumn } from '../findings/samples/few-rows-per-column.js';
import { fewRowsPerParameter } from '../findings/samples/few-rows-per-parameter.js';
import { smallClass } from '../findings/samples/small-class.js';
import { featureShift } from '../findings/shift/feature-shift.js';
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
  smallClass,
  fewRowsPerColumn,
  fewRowsPerParameter,
  missingLabels,
  constantLabel,
  classImbalance,
  conflictingLabels,
  outlierValues,
  outlierTargets,
  featureShift,
  missingShift,
  newCategories,
  labelShift,
  darkImages,
  brightImages,
  flatImages,
  blurredImages,
  oddSizes,
];
