import { ArgumentError, checkInteger, checkNumber, describeValue, formatShape, ShapeError } from '@neurite/core';
import {
  cast,
  clipByValue,
  equal,
  gather,
  mul,
  notEqual,
  oneHot,
  sum,
  type Tensor,
  tensor1d,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { TargetWeights } from '../target-weights.js';

/** How single classes count. */
export type ClassOptions = {
  /** How much each class counts: finite numbers of at least 0, one for each class. Default: 1 each. */
  readonly classWeights?: readonly number[] | undefined;
  /**
   * The label of what is not to be learned, e.g. −100 or 255: such a sample is left out as at weight 0. An integer; only
   * where labels are classes, without the axis of the classes. Default: none.
   */
  readonly ignoreIndex?: number | undefined;
};

/** @throws ArgumentError */
export function checkClassOptions(where: string, { classWeights, ignoreIndex }: ClassOptions): void {
  if (ignoreIndex !== undefined) checkInteger(where, 'ignoreIndex', ignoreIndex);
  if (classWeights === undefined) return;
  if (!Array.isArray(classWeights)) {
    const expected = 'be a list of one number for each class';
    throw new ArgumentError({ where, argument: 'classWeights', expected, received: describeValue(classWeights) });
  }
  for (const [i, weight] of classWeights.entries()) checkNumber(where, `classWeights[${i}]`, weight, { atLeast: 0 });
}

/**
 * Checks that there is no ignored index where labels are no classes, of which it is one: it would change nothing.
 *
 * @throws ArgumentError
 */
export function checkIgnored(
  where: string,
  [scores, labels]: readonly [scores: Tensor, labels: Tensor],
  ignoreIndex: number | undefined,
): void {
  if (ignoreIndex === undefined || labels.rank < scores.rank) return;
  throw new ArgumentError({
    where,
    argument: 'ignoreIndex',
    expected: `be left out where there is a label for each score, as in ${formatShape(labels.shape)}`,
    received: String(ignoreIndex),
    advice: 'Give what is not to be learned weight 0',
  });
}

/** @throws ShapeError when there is another number of class weights than of classes */
export function checkClassWeights(where: string, { shape }: Tensor, weights: readonly number[] | undefined): void {
  if (weights === undefined || weights.length === shape.at(-1)) return;
  throw new ShapeError({
    where,
    argument: 'classWeights',
    expected: `have ${shape.at(-1)} numbers, one for each class of ${formatShape(shape)}`,
    received: String(weights.length),
  });
}

/** One-hot labels of the rank of the scores; rows of NaN where there is no such class. Probabilities stay. */
export function hotLabels(labels: Tensor, scores: Tensor): Tensor {
  if (labels.rank === scores.rank) return cast(labels, 'float32');
  const rows = oneHot(labels, scores.shape.at(-1)!, 1, 0, 'float32') as Tensor; // zeros where there is no such class
  return where(cast(sum(rows, -1, true), 'bool'), rows, Number.NaN);
}

/** The product; 0 where the weight is 0, whatever stands there: infinite, as for masked logits. */
export function share(x: Tensor, weight: Tensor): Tensor {
  // Masked first, so that the gradient does not meet 0 · ∞ either.
  return mul(where(equal(weight, 0), zerosLike(x), x), weight);
}

/** The weight of the class of each label, 1 where there is no such class: there the loss is NaN. */
export function weightOfClasses(labels: Tensor, weights: readonly number[]): Tensor {
  const within = clipByValue(cast(labels, 'float32'), 0, weights.length - 1);
  return gather(tensor1d([...weights]), cast(within, 'int32'));
}

/** How labels weigh their losses: those of the ignored index not at all. Undefined where all weigh the same. */
export function weighLabels(
  { classWeights, ignoreIndex }: ClassOptions,
  mean: 'by class weights' | 'by number' = 'by class weights',
): ((labels: Tensor, scores: Tensor) => TargetWeights) | undefined {
  if (ignoreIndex === undefined && (classWeights === undefined || mean === 'by number')) return undefined;
  return (labels, scores) => {
    if (labels.rank === scores.rank) return {};
    return {
      weights: ignoreIndex === undefined ? undefined : notEqual(labels, ignoreIndex),
      counts: classWeights === undefined || mean === 'by number' ? undefined : weightOfClasses(labels, classWeights),
    };
  };
}
