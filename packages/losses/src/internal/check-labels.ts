import { DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkNumeric, checkPredictions, leftOverAxes } from './check-tensors.js';
import { firstElement } from './explain-loss.js';

/** How the two tensors of a loss over classes are called. */
export type LabelNames = { readonly predictions: string; readonly targets: string };

/** The names of logits and labels. */
const LOGITS: LabelNames = { predictions: 'logits', targets: 'labels' };

/**
 * Checks what a loss over classes takes: float32 [batch, …, classes], and int32 classes, [batch, …], or probabilities,
 * [batch, …, classes].
 *
 * @throws ShapeError
 * @throws DtypeError
 */
export function checkLabelled(where: string, scores: Tensor, labels: Tensor, names: LabelNames = LOGITS): void {
  checkPredictions(where, names.predictions, scores);
  if (scores.rank < 2 || scores.shape.at(-1)! < 2) {
    throw new ShapeError({
      where,
      argument: names.predictions,
      expected: 'have shape [batch, …, classes] with at least two classes',
      received: formatShape(scores.shape),
      // The softmax of a single logit is 1 whatever it says: nothing would be learned.
      advice: names === LOGITS ? 'For one yes/no logit per sample use sigmoidCrossEntropy' : undefined,
    });
  }
  checkLabels(where, scores, labels, names);
}

/** What is wrong with labels: a class that there is not. */
export async function explainLabels(scores: Tensor, labels: Tensor, argument: string): Promise<string | undefined> {
  const classes = scores.shape.at(-1)!;
  if (labels.rank === scores.rank) return undefined;
  const wrong = await firstElement(labels, argument, (label) => label < 0 || label >= classes);
  return wrong && `${wrong}, which is none of the ${classes} classes, 0 to ${classes - 1}`;
}

function checkLabels(where: string, scores: Tensor, labels: Tensor, names: LabelNames): void {
  const pair = [names.predictions, names.targets] as const;
  const [classes, probabilities] = [scores.shape.slice(0, -1), scores.shape];
  if (sameShape(labels.shape, probabilities)) {
    checkNumeric(where, names.targets, labels);
  } else if (!sameShape(labels.shape, classes)) {
    const perLabel = labels.dtype === 'int32' ? [...labels.shape, scores.shape.at(-1)!] : labels.shape;
    throw (
      leftOverAxes(where, pair, scores.shape, perLabel) ??
      leftOverAxes(where, pair, scores.shape, labels.shape) ??
      new ShapeError({
        where,
        argument: names.targets,
        expected: `have shape ${formatShape(classes)} (classes) or ${formatShape(probabilities)} (probabilities)`,
        received: formatShape(labels.shape),
      })
    );
  } else if (labels.dtype !== 'int32') {
    throw new DtypeError({
      where,
      argument: names.targets,
      expected: `be int32 where they are classes`,
      received: labels.dtype,
      advice: `Give an Int32Array, or cast them with cast(${names.targets}, 'int32')`,
    });
  }
}
