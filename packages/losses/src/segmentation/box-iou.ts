import { checkChoice, formatShape, ShapeError } from '@neurite/core';
import {
  add,
  atan,
  cast,
  div,
  maximum,
  minimum,
  mul,
  relu,
  square,
  sub,
  type Tensor,
  unstack,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkPair } from '../internal/check-tensors.js';
import { constantOf } from '../internal/constant-of.js';

const WHERE = 'boxIou';

export type BoxIouOptions = {
  /**
   * `iou`: the overlap alone, without a gradient where there is none. `generalized`: less the empty part of the box around
   * both. `distance`: less the distance of the centres. `complete`: also less the difference of the aspect ratios. Default
   * `generalized`.
   */
  readonly kind?: 'iou' | 'generalized' | 'distance' | 'complete' | undefined;
};

const EPSILON = 1e-7;

/**
 * One less the intersection over union of predicted and true boxes, in four kinds.
 *
 * Boxes are corners `x1, y1, x2, y2` with x1 ≤ x2 and y1 ≤ y2 on the last axis, in any unit: predictions float32, [batch, …,
 * 4]; targets float32 or int32 of the same shape. The single losses are [batch, …]. Options are `kind`, weights and reduction,
 * see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = boxIou(tensor2d([[0, 0, 2, 2]]), tensor2d([[0, 0, 2, 1]]), { kind: 'iou' }); // 0.5
 * @see Rezatofighi et al. 2019, Generalized Intersection over Union
 * @see Zheng et al. 2020, Distance-IoU Loss
 */
export const boxIou: LossFunction<BoxIouOptions> = defineLoss(WHERE, {
  options: ['kind'],
  checkOptions: ({ kind = 'generalized' }) => {
    checkChoice(WHERE, 'kind', kind, ['iou', 'generalized', 'distance', 'complete']);
  },
  check: (predictions, targets) => {
    checkPair(WHERE, ['predictions', 'targets'], predictions, targets);
    if (predictions.rank >= 2 && predictions.shape.at(-1) === 4) return;
    const received = formatShape(predictions.shape);
    throw new ShapeError({ where: WHERE, argument: 'predictions', expected: 'have shape [batch, …, 4]', received });
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  losses: (predictions, targets, { kind = 'generalized' }) => {
    const a = boxesOf(predictions);
    const b = boxesOf(cast(targets, 'float32'));
    const both = mul<Tensor>(
      relu(sub(minimum(a.right, b.right), maximum(a.left, b.left))),
      relu(sub(minimum(a.bottom, b.bottom), maximum(a.top, b.top))),
    );
    const either: Tensor = sub(add(mul(a.width, a.height), mul(b.width, b.height)), both);
    const iou: Tensor = div(both, add(either, EPSILON));
    const loss: Tensor = sub(1, iou);
    if (kind === 'iou') return loss;
    const width: Tensor = sub(maximum(a.right, b.right), minimum(a.left, b.left));
    const height: Tensor = sub(maximum(a.bottom, b.bottom), minimum(a.top, b.top));
    if (kind === 'generalized') {
      const around: Tensor = mul(width, height);
      return add(loss, div(sub(around, either), add(around, EPSILON)));
    }
    const between: Tensor = add(square(sub(a.x, b.x)), square(sub(a.y, b.y)));
    const distance: Tensor = add(loss, div(between, add(add(square(width), square(height)), EPSILON)));
    if (kind === 'distance') return distance;
    const angle: Tensor = sub(aspect(b), aspect(a));
    const ratio: Tensor = mul(square(angle), 4 / Math.PI ** 2);
    // How much the ratios count is a constant, as in the paper.
    const share = constantOf(div(ratio, add(sub(add(1, ratio), iou), EPSILON)));
    return add(distance, mul(share, ratio));
  },
});

type Boxes = { readonly [Name in 'left' | 'top' | 'right' | 'bottom' | 'width' | 'height' | 'x' | 'y']: Tensor };

function boxesOf(corners: Tensor): Boxes {
  const [left, top, right, bottom] = unstack(corners, -1) as [Tensor, Tensor, Tensor, Tensor];
  return {
    left,
    top,
    right,
    bottom,
    width: sub(right, left),
    height: sub(bottom, top),
    x: mul(add<Tensor>(left, right), 0.5),
    y: mul(add<Tensor>(top, bottom), 0.5),
  };
}

/** The angle of the diagonal; of an empty box 0. */
function aspect({ width, height }: Boxes): Tensor {
  return atan(div(width, maximum(height, EPSILON)));
}
