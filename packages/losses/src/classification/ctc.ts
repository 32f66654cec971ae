import { checkBoolean, checkInteger, DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import {
  abs,
  any,
  cast,
  div,
  equal,
  expandDims,
  fill,
  greaterEqual,
  less,
  logicalAnd,
  logicalOr,
  logSoftmax,
  maximum,
  range,
  type Tensor,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkPredictions } from '../internal/check-tensors.js';
import { ctcLosses } from '../internal/ctc-alignments.js';

const WHERE = 'ctc';

export type CtcOptions = {
  /** The class that stands for no label: an integer of at least 0. Default 0. */
  readonly blank?: number | undefined;
  /** Whether a sequence that no alignment fits counts 0, without a gradient, instead of infinity. Default false. */
  readonly zeroInfinity?: boolean | undefined;
  /** Whether each loss is divided by its number of labels, as PyTorch's mean does. Default false. */
  readonly perLabel?: boolean | undefined;
};

/** The truth of `ctc`. */
export type CtcTargets = {
  /** int32 [batch, labels], classes other than the blank; what is after the length is not looked at. */
  readonly labels: Tensor;
  /** int32 [batch]: how many labels there are. Default: all. */
  readonly labelLengths?: Tensor | undefined;
  /** int32 [batch]: how many steps of the logits count. Default: all. */
  readonly inputLengths?: Tensor | undefined;
};

/**
 * Connectionist temporal classification: the negative log-likelihood of labels whose position in a longer sequence is not
 * known, `−log Σ p(alignment)` over all ways to align them, with blanks between them and labels that last for several steps.
 *
 * Logits are float32, [batch, time, classes], the blank among the classes; targets are `{ labels, labelLengths,
 * inputLengths }`. The single losses are [batch]: infinity where the labels (and the blanks that part equal ones) need more
 * steps than there are, NaN for a label outside of the classes. Options are those of `CtcOptions`, weights and reduction, see
 * `LossOptions`. There is no second derivative.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const logits = zeros<Rank.R3>([1, 2, 3]);
 * const loss = ctc(logits, { labels: tensor2d([[1]], [1, 1], 'int32') }); // of 9 pairs of classes 3 are it: log 3
 * @see Graves et al. 2006, Connectionist Temporal Classification
 */
export const ctc: LossFunction<CtcOptions, Tensor, CtcTargets> = defineLoss(WHERE, {
  names: ['logits', 'targets'],
  options: ['blank', 'zeroInfinity', 'perLabel'],
  checkOptions: ({ blank = 0, zeroInfinity = false, perLabel = false }) => {
    checkInteger(WHERE, 'blank', blank, { min: 0 });
    checkBoolean(WHERE, 'zeroInfinity', zeroInfinity);
    checkBoolean(WHERE, 'perLabel', perLabel);
  },
  check: (logits, { labels, labelLengths, inputLengths }, { blank = 0 }) => {
    checkPredictions(WHERE, 'logits', logits);
    const [batch, , classes] = logits.shape;
    const refuse = (argument: string, expected: string, { shape }: Tensor): never => {
      throw new ShapeError({ where: WHERE, argument, expected, received: formatShape(shape) });
    };
    if (logits.rank !== 3) refuse('logits', 'have shape [batch, time, classes]', logits);
    if (blank >= classes!) refuse('logits', `have more than ${blank} classes, for the blank is one of them`, logits);
    if (labels.rank !== 2 || labels.shape[0] !== batch || labels.shape[1] === 0) {
      refuse('targets.labels', `have shape [${batch}, labels] with at least one label`, labels);
    }
    for (const [name, tensor] of Object.entries({ labels, labelLengths, inputLengths })) {
      if (tensor === undefined) continue;
      if (tensor.dtype !== 'int32') {
        const argument = `targets.${name}`;
        throw new DtypeError({ where: WHERE, argument, expected: 'be int32', received: tensor.dtype });
      }
      if (name !== 'labels' && !sameShape(tensor.shape, [batch!]))
        refuse(`targets.${name}`, `have shape [${batch}]`, tensor);
    }
  },
  lossShape: ({ shape }) => shape.slice(0, 1),
  losses: (logits, targets, { blank = 0, zeroInfinity = false, perLabel = false }) => {
    const [batch, time, classes] = logits.shape as [number, number, number]; // checked
    const [, count] = targets.labels.shape as [number, number];
    const labelLengths = targets.labelLengths ?? fill([batch], count, 'int32');
    const inputLengths = targets.inputLengths ?? fill([batch], time, 'int32');
    const positions = expandDims(range(0, count, 1, 'int32'), 0);
    const outside = logicalOr(less(targets.labels, 0), greaterEqual(targets.labels, classes));
    const wrong = any(logicalAnd(less(positions, expandDims(labelLengths, 1)), outside), 1);
    const { labels } = targets;
    const losses = ctcLosses(logSoftmax(logits), { labels, labelLengths, inputLengths, blank });
    const known = zeroInfinity
      ? where(equal(abs(losses), Number.POSITIVE_INFINITY), zerosLike(losses), losses)
      : losses;
    const each = perLabel ? div(known, maximum(cast(labelLengths, 'float32'), 1)) : known;
    return where(wrong, Number.NaN, each);
  },
});
