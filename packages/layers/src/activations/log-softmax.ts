import { type AnyRank, resolveOptions } from '@neurite/core';
import { logSoftmax as normalizedLogarithm, type Tensor } from '@tensorflow/tfjs-core';
import { AlongAxis, type AxisOptions, alongAxis } from '../internal/along-any-axis.js';

/** The options of `logSoftmax`. */
export type LogSoftmaxOptions = AxisOptions;

/** The module of `logSoftmax`. */
export class LogSoftmax<T extends Tensor = Tensor> extends AlongAxis<T> {
  /** @throws ArgumentError when `axis` is not an integer, or an option is unknown */
  constructor(options: LogSoftmaxOptions = {}) {
    super('logSoftmax', resolveOptions('logSoftmax', options, { axis: -1 }).axis);
  }

  /**
   * @param x [batch, …, classes]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has no such axis
   */
  override forward(x: T): T {
    return this.along(x, (rows) => normalizedLogarithm(rows));
  }
}

/**
 * The logarithm of softmax along an axis: `yᵢ = xᵢ − ln Σⱼ eˣʲ`, which does not underflow.
 *
 * @returns a blueprint for inputs of any shape with at least one axis besides the batch
 * @throws ArgumentError when `axis` is not an integer or the batch, or an option is unknown
 * @throws ShapeError from `outputSpec`, when there is no such axis
 * @example
 * using model = build(logSoftmax(), { input: [2] });
 * const y = model.forward(tensor2d([[5, 5]]), inference()); // [[-0.693, -0.693]]
 */
export function logSoftmax(options: LogSoftmaxOptions = {}): AnyRank {
  return alongAxis('logSoftmax', options, () => new LogSoftmax(options));
}
