import type { Loss } from '@neurite/core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import {
  huber,
  meanAbsoluteError,
  meanSquaredError,
  type Reduction,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} from '../src/index.js';

declare const x: Tensor;
declare const y: Tensor;
declare const reduction: Reduction;

// Each is a Loss as it stands.
export const losses: readonly Loss[] = [
  huber,
  meanAbsoluteError,
  meanSquaredError,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
];

export const mean: Scalar = softmaxCrossEntropy(x, y);
export const sum: Scalar = softmaxCrossEntropy(x, y, { reduction: 'sum', labelSmoothing: 0.1 });
export const none: Tensor = softmaxCrossEntropy(x, y, { reduction: 'none' });
export const any: Tensor = huber(x, y, { reduction, delta: 2 });

// @ts-expect-error: with reduction none it is no scalar
export const wrong: Scalar = softmaxCrossEntropy(x, y, { reduction: 'none' });
// @ts-expect-error: nor where the reduction is not known
export const unknown: Scalar = meanSquaredError(x, y, { reduction });
// @ts-expect-error: there is no such option
huber(x, y, { labelSmoothing: 0.1 });
