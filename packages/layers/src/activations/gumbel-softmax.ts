import { type AnyRank, type Context, checkNumber, isTraining, resolveOptions } from '@neurite/core';
import {
  add,
  argMax,
  div,
  log,
  maximum,
  neg,
  oneHot,
  reshape,
  softmax,
  sub,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { AlongAxis, type AxisOptions, alongAxis } from '../internal/along-any-axis.js';
import { uniforms } from '../internal/random.js';
import { stopGradient } from '../internal/stop-gradient.js';

/** The options of `gumbelSoftmax`. */
export type GumbelSoftmaxOptions = AxisOptions & {
  /** How far the draws are from one-hot; above 0. Default 1. */
  readonly temperature?: number;
  /** Whether the draws are one-hot, with the gradient of the soft ones. Default false. */
  readonly hard?: boolean;
};

/** The module of `gumbelSoftmax`. */
export class GumbelSoftmax<T extends Tensor = Tensor> extends AlongAxis<T> {
  readonly temperature: number;
  readonly hard: boolean;

  /** @throws ArgumentError when `axis` is not an integer, `temperature` not above 0, or an option is unknown */
  constructor(options: GumbelSoftmaxOptions = {}) {
    const { axis, temperature, hard } = resolveOptions('gumbelSoftmax', options, {
      axis: -1,
      temperature: 1,
      hard: false,
    });
    super('gumbelSoftmax', axis);
    checkNumber('gumbelSoftmax', 'temperature', temperature, { above: 0 });
    this.temperature = temperature;
    this.hard = hard;
  }

  /**
   * @param x logits, [batch, …, classes]
   * @param context in training its random key draws; else there is no noise
   * @returns a new tensor of the same shape that sums to 1 along the axis, owned by the caller
   * @throws ShapeError when `x` has no such axis
   */
  override forward(x: T, context: Context): T {
    return tidy(() => {
      const noisy = isTraining(this, context) ? add(x, gumbels(x.shape, context)) : x;
      return this.along(noisy as T, (rows) => {
        const soft = softmax(div(rows, this.temperature));
        return this.hard ? straightThrough(soft) : soft;
      });
    });
  }
}

/** −ln(−ln u) of uniform u, which must not be 0. */
function gumbels(shape: readonly number[], { random, rows }: Context): Tensor {
  const drawn = maximum(uniforms({ shape, random, first: rows?.first ?? 0 }), 1e-20);
  return neg(log(neg(log(drawn))));
}

/** One-hot in the value, soft in the gradient. */
function straightThrough(soft: Tensor): Tensor {
  const chosen = reshape(oneHot(argMax(soft, -1), soft.shape.at(-1)!, 1, 0, 'float32'), soft.shape);
  return add(stopGradient(sub(chosen, soft)), soft);
}

/**
 * Differentiable draws from a categorical distribution: in training `softmax((x + g) / temperature)` along an axis, with
 * Gumbel noise g; otherwise without the noise.
 *
 * @returns a blueprint for logits of any shape with at least one axis besides the batch
 * @throws ArgumentError when `axis` is not an integer or the batch, `temperature` not above 0, or an option is unknown
 * @throws ShapeError from `outputSpec`, when there is no such axis
 * @example
 * using model = build(gumbelSoftmax({ temperature: 0.5 }), { input: [2] });
 * const y = model.forward(tensor2d([[5, 5]]), inference()); // [[0.5, 0.5]]
 * @see Jang, Gu and Poole, "Categorical reparameterization with Gumbel-softmax", 2016
 */
export function gumbelSoftmax(options: GumbelSoftmaxOptions = {}): AnyRank {
  return alongAxis('gumbelSoftmax', options, () => new GumbelSoftmax(options));
}
