import { type AnyRank, resolveOptions } from '@neurite/core';
import { neg, softmax, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { AlongAxis, type AxisOptions, alongAxis } from '../internal/along-any-axis.js';

/** The options of `softmin`. */
export type SoftminOptions = AxisOptions;

/** The module of `softmin`. */
export class Softmin<T extends Tensor = Tensor> extends AlongAxis<T> {
  /** @throws ArgumentError when `axis` is not an integer, or an option is unknown */
  constructor(options: SoftminOptions = {}) {
    super('softmin', resolveOptions('softmin', options, { axis: -1 }).axis);
  }

  /**
   * @param x [batch, …, classes]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has no such axis
   */
  override forward(x: T): T {
    return this.along(x, (rows) => tidy(() => softmax(neg(rows))));
  }
}

/**
 * Softmax of −x along an axis: `yᵢ = e⁻ˣⁱ / Σⱼ e⁻ˣʲ`, most for the smallest.
 *
 * @returns a blueprint for inputs of any shape with at least one axis besides the batch
 * @throws ArgumentError when `axis` is not an integer or the batch, or an option is unknown
 * @throws ShapeError from `outputSpec`, when there is no such axis
 * @example
 * using model = build(softmin(), { input: [2] });
 * const y = model.forward(tensor2d([[5, 5]]), inference()); // [[0.5, 0.5]]
 */
export function softmin(options: SoftminOptions = {}): AnyRank {
  return alongAxis('softmin', options, () => new Softmin(options));
}
