import { checkBoolean, checkChoice, checkInteger, checkNumber, type Shape } from '@neurite/core';
import {
  cast,
  expandDims,
  mul,
  notEqual,
  sigmoid,
  softmax,
  sum,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { checkLabelled } from './check-labels.js';
import { checkPair } from './check-tensors.js';
import { checkIgnored, hotLabels } from './class-labels.js';

/** What the losses take that compare areas. */
export type OverlapOptions = {
  /**
   * What becomes of predictions first: `sigmoid` for yes/no logits of each element, `softmax` for logits of classes on the
   * last axis, `linear` for probabilities. Default `sigmoid`.
   */
  readonly activation?: 'sigmoid' | 'softmax' | 'linear' | undefined;
  /**
   * Whether each class of the last axis has a loss of its own, [batch, classes], so that small classes count as much as large
   * ones; else a sample has one, [batch]. Default: for `softmax`.
   */
  readonly perClass?: boolean | undefined;
  /** Added to numerator and denominator, so that two empty areas are equal: a finite number above 0. Default 1e-7. */
  readonly epsilon?: number | undefined;
  /** The label of elements that are left out; only where targets are classes, without their axis. An integer.
   * Default: none. */
  readonly ignoreIndex?: number | undefined;
};

/** The names of `OverlapOptions`. */
export const OVERLAP_OPTIONS = ['activation', 'perClass', 'epsilon', 'ignoreIndex'] as const;

/** The areas of each loss: what is true and predicted, predicted, true. */
export type Areas = { readonly both: Tensor; readonly predicted: Tensor; readonly actual: Tensor };

/** @throws ArgumentError */
export function checkOverlapOptions(where: string, options: OverlapOptions): void {
  const { activation = 'sigmoid', perClass = false, epsilon = 1e-7, ignoreIndex } = options;
  checkChoice(where, 'activation', activation, ['sigmoid', 'softmax', 'linear']);
  checkBoolean(where, 'perClass', perClass);
  checkNumber(where, 'epsilon', epsilon, { above: 0 });
  if (ignoreIndex !== undefined) checkInteger(where, 'ignoreIndex', ignoreIndex);
}

/** @throws ShapeError, DtypeError; ArgumentError for an ignored index where targets are no classes */
export function checkOverlap(
  where: string,
  predictions: Tensor,
  targets: Tensor,
  { ignoreIndex }: OverlapOptions,
): void {
  const names = { predictions: 'predictions', targets: 'targets' };
  if (targets.rank === predictions.rank - 1) checkLabelled(where, predictions, targets, names);
  else checkPair(where, ['predictions', 'targets'], predictions, targets);
  checkIgnored(where, [predictions, targets], ignoreIndex);
}

/** The shape of the losses: [batch] or [batch, classes]. */
export function overlapShape(
  { shape }: Tensor,
  { activation, perClass = activation === 'softmax' }: OverlapOptions,
): Shape {
  return perClass && shape.length > 1 ? [shape[0]!, shape.at(-1)!] : [shape[0]!];
}

/** Adds up areas over all axes but those of the losses. */
export function areasOf(predictions: Tensor, targets: Tensor, options: OverlapOptions): Areas {
  const { activation = 'sigmoid', ignoreIndex } = options;
  const shape = overlapShape(predictions, options);
  const last = predictions.rank - (shape.length > 1 ? 1 : 0);
  const axes = Array.from({ length: Math.max(last - 1, 0) }, (_, i) => i + 1);
  const areas = (x: Tensor): Tensor => (axes.length === 0 ? x : sum(x, axes));
  const active = { sigmoid, softmax, linear: (x: Tensor): Tensor => x };
  let shares: Tensor = active[activation](predictions);
  let truth: Tensor = targets;
  if (ignoreIndex !== undefined && targets.rank < predictions.rank) {
    const kept = notEqual(targets, ignoreIndex);
    shares = mul(shares, expandDims(cast(kept, 'float32'), -1));
    truth = mul(
      hotLabels(where(kept, targets, zerosLike(targets)), predictions),
      expandDims(cast(kept, 'float32'), -1),
    );
  } else truth = hotLabels(targets, predictions);
  return { both: areas(mul(shares, truth)), predicted: areas(shares), actual: areas(truth) };
}
