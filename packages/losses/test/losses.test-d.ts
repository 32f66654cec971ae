import type { Loss, LossTerms } from '@neurite/core';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import {
  ctc,
  defineLoss,
  huber,
  type LossFunction,
  meanAbsoluteError,
  meanSquaredError,
  type Reduction,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  triplet,
  weighted,
} from '../src/index.js';

declare const x: Tensor;
declare const y: Tensor;
declare const matrix: Tensor2D;
declare const reduction: Reduction;

// Each is a Loss as it stands, and with other defaults.
export const losses: readonly Loss[] = [
  huber,
  huber.with({ delta: 2 }),
  meanAbsoluteError,
  meanSquaredError,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
];

export const mean: Scalar = softmaxCrossEntropy(x, y);
export const sum: Scalar = softmaxCrossEntropy(x, y, { reduction: 'sum', labelSmoothing: 0.1 });
export const none: Tensor = softmaxCrossEntropy(x, y, { reduction: 'none' });
export const any: Tensor = huber(x, y, { reduction, delta: 2 });
export const terms: LossTerms = huber.terms(x, y, { weights: x, delta: 2 });

// @ts-expect-error: with reduction none it is no scalar
export const wrong: Scalar = softmaxCrossEntropy(x, y, { reduction: 'none' });
// @ts-expect-error: nor where the reduction is not known
export const unknown: Scalar = meanSquaredError(x, y, { reduction });
// @ts-expect-error: there is no such option
huber(x, y, { labelSmoothing: 0.1 });
// @ts-expect-error: terms are not reduced
huber.terms(x, y, { reduction: 'sum' });
// @ts-expect-error: weights belong to a batch
huber.with({ weights: x });

// One of one's own has the options that it names.
export const own: LossFunction<{ readonly power?: number }> = defineLoss('own', {
  losses: () => x,
  options: ['power'],
});
own(x, y, { power: 3 });
// @ts-expect-error: there is no such option
defineLoss<{ readonly power?: number }>('own', { losses: () => x, options: ['strength'] });

// A loss over a record takes records of the same names.
const both = weighted({
  digit: softmaxCrossEntropy,
  box: [0.5, (guess: Tensor2D, _: Tensor1D): Scalar => huber(guess, y)],
});
both satisfies Loss<{ digit: Tensor; box: Tensor2D }, { digit: Tensor; box: Tensor1D }, { box: Tensor }>;
export const value: Scalar = both({ digit: x, box: matrix }, { digit: y, box: y as Tensor1D }, { weights: { box: y } });
// @ts-expect-error: `box` is missing
both({ digit: x }, { digit: y, box: y });
// @ts-expect-error: a loss of several outputs is none of one
both satisfies Loss<Tensor, Tensor>;
// @ts-expect-error: there is no such part
both({ digit: x, box: matrix }, { digit: y, box: y as Tensor1D }, { weights: { boxes: y } });

// A list of outputs has a list of losses.
const list = weighted([softmaxCrossEntropy, [2, huber]] as const);
list([x, x], [y, y]) satisfies Scalar;
// @ts-expect-error: the second is missing
list([x], [y, y]);

// Predictions of several tensors, and targets of several, or none.
type Views = { anchor: Tensor2D; positive: Tensor2D; negative: Tensor2D };
triplet satisfies Loss<Views, Tensor>;
export const views: Scalar = triplet({ anchor: matrix, positive: matrix, negative: matrix }, undefined, { margin: 2 });
// @ts-expect-error: `negative` is missing
triplet({ anchor: matrix, positive: matrix }, undefined);
ctc satisfies Loss<Tensor, { labels: Tensor; labelLengths: Tensor }>;
// @ts-expect-error: `labels` is missing
ctc(x, { labelLengths: y });
weighted({ words: ctc, digit: softmaxCrossEntropy })({ words: x, digit: x }, { words: { labels: y }, digit: y });
export const each: LossFunction<object, { a: Tensor }, unknown> = defineLoss('each', {
  losses: ({ a }) => a,
  fields: ['a'],
});
