import { type Blueprint, defineLayer, Module, type Size, sizeOf, spec } from '@neurite/core';
import { reshape, type Tensor3D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { Padding2d, Size2d } from '../image-options.js';
import { assertImages, type Window, windowOutput } from '../internal/spatial.js';
import { unfoldWindow } from '../internal/unfold-window.js';
import { takeWindows, windowCounts } from '../internal/windows.js';

/** The options of `unfold` and `fold`. */
export type UnfoldOptions = {
  /** The steps of the window in pixels. Default 1. */
  readonly strides?: Size2d;
  /** What happens at the borders: zeros are put around. Default `valid`. */
  readonly padding?: Padding2d;
  /** How far apart the elements of a window are. Default 1. */
  readonly dilation?: Size2d;
};

/** The module of `unfold`. */
export class Unfold extends Module<Tensor4D, Tensor3D> {
  readonly #window: Window;

  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ kernelSize, ...options }: UnfoldOptions & { readonly kernelSize: Size2d }) {
    super();
    this.#window = unfoldWindow('unfold', kernelSize, options);
  }

  /**
   * @param x [batch, height, width, channels]
   * @returns a new tensor [batch, windows, elements · channels], owned by the caller
   * @throws ShapeError when `x` has other axes, or is smaller than the window
   */
  override forward(x: Tensor4D): Tensor3D {
    const window = this.#window;
    assertImages(window, x);
    const [batch, height, width, channels] = x.shape;
    const windows = sizeOf(windowCounts(window, [height, width]));
    return tidy(() => reshape(takeWindows(x, window), [batch, windows, sizeOf(window.size) * channels]));
  }
}

/**
 * The patches of an image as rows: each window of it, row by row, with its pixels and their channels one after the other.
 *
 * The rows times a kernel of `conv2d` as a matrix are its convolution; `unfold(16, { strides: 16 })` makes the tokens of a
 * vision transformer. `fold` is the way back.
 *
 * @param kernelSize the height and width of the window in pixels; one number stands for both
 * @returns a blueprint that takes images [height, width, channels] to [windows, kernelHeight · kernelWidth · channels]
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image or smaller than the window, or its channels are null
 * @example
 * using model = build(sequential(unfold(2, { strides: 2 }), dense(3)), { input: [4, 6, 1], seed: 7 });
 * const y = model.forward(ones([1, 4, 6, 1]), inference()); // [1, 6, 3]
 * @see PyTorch's Unfold, whose rows are columns and have the channels before the pixels
 */
export function unfold(kernelSize: Size2d, options: UnfoldOptions = {}): Blueprint<Tensor4D, Tensor3D> {
  const window = unfoldWindow('unfold', kernelSize, options);
  return defineLayer('unfold', [kernelSize, options], {
    outputSpec: (input) => {
      const [height, width, channels] = windowOutput(window, input, { channels: true }) as [Size, Size, number]; // known
      return spec([height === null || width === null ? null : height * width, sizeOf(window.size) * channels]);
    },
    build: () => new Unfold({ kernelSize, ...options }),
  });
}
