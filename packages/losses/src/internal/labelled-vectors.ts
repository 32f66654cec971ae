import { DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import {
  cast,
  equal,
  expandDims,
  eye,
  logicalAnd,
  logicalNot,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { checkPredictions } from './check-tensors.js';

/**
 * Vectors [batch, features] with labels [batch].
 *
 * @throws ShapeError, DtypeError
 */
export function checkLabelledVectors(where: string, vectors: Tensor, labels: Tensor): void {
  checkPredictions(where, 'predictions', vectors);
  if (vectors.rank !== 2) {
    const received = formatShape(vectors.shape);
    throw new ShapeError({ where, argument: 'predictions', expected: 'have shape [batch, features]', received });
  }
  if (labels.dtype !== 'int32') {
    throw new DtypeError({ where, argument: 'targets', expected: 'be int32', received: labels.dtype });
  }
  if (sameShape(labels.shape, vectors.shape.slice(0, 1))) return;
  const expected = `have shape [${vectors.shape[0]}]`;
  throw new ShapeError({ where, argument: 'targets', expected, received: formatShape(labels.shape) });
}

/** Which samples (columns) each sample (row) is compared with, of those with a weight: bool [batch, batch]. */
export type Comparisons = {
  /** Others of its label. */
  readonly same: Tensor2D;
  /** Those of another label. */
  readonly different: Tensor2D;
};

export function comparisonsOf(labels: Tensor, weights: Tensor | undefined): Comparisons {
  const alike: Tensor2D = equal(expandDims(labels, 1), expandDims(labels, 0));
  const others: Tensor2D = logicalNot(cast(eye(labels.size), 'bool'));
  const counted: Tensor2D = weights === undefined ? others : logicalAnd(others, cast(expandDims(weights, 0), 'bool'));
  return { same: logicalAnd(alike, counted), different: logicalAnd(logicalNot(alike), counted) };
}
