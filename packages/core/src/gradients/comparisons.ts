import type { GradConfig } from '@tensorflow/tfjs-core';
import { noGradient } from '../internal/kernel-gradient.js';

const both = ['a', 'b'];

/** Comparisons and selections: constant wherever they are continuous, so that `where(greater(a, b), …)` has a gradient. */
export const comparisonGradients: readonly GradConfig[] = [
  ...['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr'].map((name) =>
    noGradient(name, both),
  ),
  ...['ArgMax', 'ArgMin', 'All', 'Any'].map((name) => noGradient(name, ['x'])),
  noGradient('OneHot', ['indices']),
];
