import type { AnyMetric, Metric } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { bleu, fBeta, fromLoss, meanAveragePrecision, precision, rSquared } from '../src/index.js';

declare const loss: ((predictions: { a: Tensor }, targets: Tensor) => never) & { terms: () => never };

// One number, or a list of one for each class or output.
export const one: Metric<number> = precision({ average: 'weighted' });
export const list: Metric<number[]> = precision({ average: 'none' });
export const outputs: Metric<number[]> = rSquared({ average: 'none' });
export const f2: Metric<number[]> = fBeta({ beta: 2, average: 'none', classes: 3 });
// @ts-expect-error: that is a list
export const wrong: Metric<number> = precision({ average: 'none' });
// @ts-expect-error: there is no threshold of classes
precision({ average: 'none', threshold: 0.5 });
// @ts-expect-error: `beta` is missing
fBeta({ average: 'macro' });
// @ts-expect-error: there is no such average of outputs
rSquared({ average: 'macro' });

// Whatever the loss takes.
export const own: Metric<number, { a: Tensor }, Tensor, never> = fromLoss(loss);
export const all: readonly AnyMetric[] = [one, list, bleu(), meanAveragePrecision()];
