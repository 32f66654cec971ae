import { ArgumentError, assertShape } from '@neurite/core';
import { conv2dGradient } from '@neurite/core/operation';
import { conv2d, type Tensor, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { FusedActivation } from '../dense/bias-activation.js';
import { type Biased, biased } from '../internal/biased.js';
import { refuseShape } from '../internal/refuse-shape.js';

/** The inputs of a convolution with a bias. */
export type Conv2dInputs = {
  /** [batch, height, width, channels] */
  readonly x: Tensor4D;
  /** [height, width, channels, filters] */
  readonly kernel: Tensor4D;
  /** [filters] */
  readonly bias: Tensor1D;
};

/** How the kernel of `fusedConv2d` slides, and what follows. */
export type FusedConv2dOptions = {
  /** The steps of the kernel in pixels, [down, right]. Default [1, 1]. */
  readonly strides?: readonly [number, number];
  /** `valid`: only windows in bounds; `same`: padded with zeros to the size of x / strides. Default `valid`. */
  readonly padding?: 'valid' | 'same';
  /** The distance in pixels between elements of the kernel, [down, right]. Default [1, 1]; above 1 only with strides of 1. */
  readonly dilation?: readonly [number, number];
  /** As in `fusedBiasActivation`. Default linear. */
  readonly activation?: FusedActivation;
};

type Attrs = {
  readonly strides: [number, number];
  readonly pad: 'valid' | 'same';
  readonly dataFormat: 'NHWC';
  readonly dilations: [number, number];
};

/**
 * The kernels `BiasedConv2D` and `BiasedConv2DRelu`: x [batch, height, width, channels], kernel [height, width,
 * channels, filters], bias [filters]; attributes as those of tfjs's Conv2D → [batch, newHeight, newWidth, filters]. See
 * `fusedConv2d`.
 */
export const conv2dOperations: Biased<Attrs> = biased({
  name: 'BiasedConv2D',
  multiply: (x, kernel, { strides, pad, dataFormat, dilations }) =>
    conv2d(x as Tensor4D, kernel as Tensor4D, strides, pad, dataFormat, dilations), // images, as the caller checked
  backward: (dz, x, kernel, attrs) => {
    const { x: byX, filter } = conv2dGradient.gradFunc(dz, [x, kernel], attrs) as Record<'x' | 'filter', () => Tensor>; // its inputs
    return [byX, filter];
  },
});

/**
 * A convolution, a bias and an activation: `y = activation(x ∗ kernel + bias)`. Linear and relu are one kernel, the
 * others two. Derivatives exist to any order.
 *
 * @returns a new tensor of shape [batch, newHeight, newWidth, filters], owned by the caller
 * @throws ShapeError
 * @throws ArgumentError when there is no such activation, or strides and dilation are both above 1
 * @example
 * const x = tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
 * const kernel = tensor4d([1, 0, 0, 1], [2, 2, 1, 1]);
 * const y = fusedConv2d({ x, kernel, bias: tensor1d([-3]) }, { activation: 'relu' }); // 2
 */
export function fusedConv2d(
  { x, kernel, bias }: Conv2dInputs,
  { strides = [1, 1], padding = 'valid', dilation = [1, 1], activation = 'linear' }: FusedConv2dOptions = {},
): Tensor4D {
  const where = 'fusedConv2d';
  const refuse = refuseShape(where);
  const [, , channels, filters] = kernel.shape;
  if (kernel.rank !== 4) refuse('kernel', 'have shape [height, width, channels, filters]', kernel);
  if (x.rank !== 4 || x.shape[3] !== channels) refuse('x', `have shape [batch, height, width, ${channels}]`, x);
  assertShape(where, 'bias', bias.shape, [filters]);
  if (padding === 'valid' && [0, 1].some((i) => (kernel.shape[i]! - 1) * dilation[i]! >= x.shape[i + 1]!)) {
    refuse('x', 'be as large as the kernel reaches', x);
  }
  if (Math.max(...strides) > 1 && Math.max(...dilation) > 1) {
    const expected = 'be 1 where strides are above 1';
    throw new ArgumentError({ where, argument: 'dilation', expected, received: `[${dilation.join(', ')}]` });
  }
  const attrs: Attrs = { strides: [...strides], pad: padding, dataFormat: 'NHWC', dilations: [...dilation] };
  return conv2dOperations.run({ x, kernel, bias }, attrs, activation) as Tensor4D; // images
}
