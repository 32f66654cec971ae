import { type Blueprint, Module } from '@neurite/core';
import { maxPool, type Tensor4D } from '@tensorflow/tfjs-core';
import type { Padding2d, Size2d } from './image-options.js';
import { assertImages, toWindow, type Window2d, windowOutput } from './internal/spatial.js';

/** The options of `maxPool2d`. */
export type MaxPool2dOptions = {
  /** The steps of the window in pixels. Default: the pool size, so that windows do not overlap. */
  readonly strides?: Size2d;
  /** What happens at the borders. Default `valid`. */
  readonly padding?: Padding2d;
};

/** The module of `maxPool2d`. */
export class MaxPool2d extends Module<Tensor4D, Tensor4D> {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding2d;
  readonly #window: Window2d;

  /** @throws ArgumentError when a size is not a whole number of at least 1, or the padding is unknown */
  constructor({ poolSize, ...options }: MaxPool2dOptions & { readonly poolSize: Size2d }) {
    super();
    this.#window = windowOf(poolSize, options);
    this.poolSize = this.#window.size;
    this.strides = this.#window.strides;
    this.padding = this.#window.padding;
  }

  /**
   * @param x shape [batch, height, width, channels]
   * @returns a new tensor of shape [batch, newHeight, newWidth, channels], owned by the caller
   * @throws ShapeError when these are no images, or they are smaller than the window
   */
  override forward(x: Tensor4D): Tensor4D {
    assertImages(this.#window, x);
    return maxPool(x, [...this.poolSize], [...this.strides], this.padding);
  }
}

/**
 * The maximum of each window, channel by channel.
 *
 * Padding never wins: a window at the border has the maximum of its own pixels. Among equals the first has the gradient.
 * As in tfjs, and other than in PyTorch, a NaN is passed over where the window holds a number.
 *
 * @param poolSize the height and width of the window in pixels; one number stands for both
 * @returns a blueprint for images [height, width, channels]
 * @throws ArgumentError when a size is not a whole number of at least 1, or the padding is unknown
 * @throws ShapeError from `outputShape`, when the input is no image or smaller than the window
 * @example
 * using model = build(maxPool2d(2), { inputShape: [2, 2, 1] });
 * const y = model.forward(tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), inference()); // [[[[4]]]]
 */
export function maxPool2d(poolSize: Size2d, options: MaxPool2dOptions = {}): Blueprint<Tensor4D, Tensor4D> {
  const window = windowOf(poolSize, options);
  return {
    name: 'maxPool2d',
    outputShape: (inputShape) => [...windowOutput(window, inputShape), inputShape[2]!],
    build: () => new MaxPool2d({ poolSize, ...options }),
  };
}

function windowOf(poolSize: Size2d, { strides = poolSize, padding = 'valid' }: MaxPool2dOptions): Window2d {
  return toWindow('maxPool2d', 'poolSize', { size: poolSize, strides, padding });
}
