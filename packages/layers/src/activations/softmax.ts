import { type AnyRank, resolveOptions } from '@neurite/core';
import { softmax as normalizedExponential, type Tensor } from '@tensorflow/tfjs-core';
import { AlongAxis, type AxisOptions, alongAxis } from '../internal/along-any-axis.js';

/** The options of `softmax`. */
export type SoftmaxOptions = AxisOptions;

/** The module of `softmax`. */
export class Softmax<T extends Tensor = Tensor> extends AlongAxis<T> {
  /** @throws ArgumentError when `axis` is not an integer, or an option is unknown */
  constructor(options: SoftmaxOptions = {}) {
    super('softmax', resolveOptions('softmax', options, { axis: -1 }).axis);
  }

  /**
   * @param x [batch, …, classes]
   * @returns a new tensor of the same shape that sums to 1 along the axis, owned by the caller
   * @throws ShapeError when `x` has no such axis
   */
  override forward(x: T): T {
    return this.along(x, (rows) => normalizedExponential(rows));
  }
}

/**
 * Softmax along an axis: `yᵢ = eˣⁱ / Σⱼ eˣʲ`. The largest x is subtracted first, so that no exponent overflows.
 *
 * For a network that is trained with a cross entropy, leave it out: the losses take logits.
 *
 * @returns a blueprint for inputs of any shape with at least one axis besides the batch
 * @throws ArgumentError when `axis` is not an integer or the batch, or an option is unknown
 * @throws ShapeError from `outputSpec`, when there is no such axis
 * @example
 * using model = build(softmax(), { input: [2] });
 * const y = model.forward(tensor2d([[5, 5]]), inference()); // [[0.5, 0.5]]
 */
export function softmax(options: SoftmaxOptions = {}): AnyRank {
  return alongAxis('softmax', options, () => new Softmax(options));
}
