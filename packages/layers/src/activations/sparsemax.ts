import { type AnyRank, resolveOptions } from '@neurite/core';
import {
  add,
  cast,
  cumsum,
  div,
  greater,
  mul,
  range,
  relu,
  sub,
  sum,
  type Tensor,
  tidy,
  topk,
} from '@tensorflow/tfjs-core';
import { AlongAxis, type AxisOptions, alongAxis } from '../internal/along-any-axis.js';

/** The options of `sparsemax`. */
export type SparsemaxOptions = AxisOptions;

/** The module of `sparsemax`. */
export class Sparsemax<T extends Tensor = Tensor> extends AlongAxis<T> {
  /** @throws ArgumentError when `axis` is not an integer, or an option is unknown */
  constructor(options: SparsemaxOptions = {}) {
    super('sparsemax', resolveOptions('sparsemax', options, { axis: -1 }).axis);
  }

  /**
   * @param x [batch, …, classes]
   * @returns a new tensor of the same shape that sums to 1 along the axis, owned by the caller
   * @throws ShapeError when `x` has no such axis
   */
  override forward(x: T): T {
    return this.along(x, (rows) => tidy(() => closest(rows)));
  }
}

function closest(x: Tensor): Tensor {
  const classes = x.shape.at(-1)!;
  const { values } = topk(x, classes);
  // Those that stay: the k-th largest while 1 + k · x₍ₖ₎ is above the sum of the k largest.
  const stays = greater(add(mul(values, range(1, classes + 1)), 1), cumsum(values, values.rank - 1));
  const kept = cast(stays, 'float32');
  const threshold = div(sub(sum(mul(values, kept), -1, true), 1), sum(kept, -1, true));
  return relu(sub(x, threshold));
}

/**
 * The point among all distributions that is closest to x, along an axis: as softmax, with exact zeros.
 *
 * @returns a blueprint for inputs of any shape with at least one axis besides the batch
 * @throws ArgumentError when `axis` is not an integer or the batch, or an option is unknown
 * @throws ShapeError from `outputSpec`, when there is no such axis
 * @example
 * using model = build(sparsemax(), { input: [3] });
 * const y = model.forward(tensor2d([[1, 0.5, -1]]), inference()); // [[0.75, 0.25, 0]]
 * @see Martins and Astudillo, "From softmax to sparsemax: a sparse model of attention and multi-label classification", 2016
 */
export function sparsemax(options: SparsemaxOptions = {}): AnyRank {
  return alongAxis('sparsemax', options, () => new Sparsemax(options));
}
