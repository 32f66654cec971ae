import { type Blueprint, defineLayer, Module, resolveOptions, spec } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Padding2d, Pool2dOptions, Size2d } from '../image-options.js';
import { assertImages, toWindow, type Window2d, windowOutput } from './spatial.js';

/** What layers that sum up windows of an image have in common. */
export abstract class Pool2d extends Module<Tensor4D, Tensor4D> {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding2d;
  readonly #window: Window2d;

  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor(where: string, { poolSize, ...options }: Pool2dOptions & { readonly poolSize: Size2d }) {
    super();
    this.#window = windowOf(where, poolSize, options);
    this.poolSize = this.#window.size;
    this.strides = this.#window.strides;
    this.padding = this.#window.padding;
  }

  /**
   * @param x [batch, height, width, channels]
   * @returns a new tensor [batch, newHeight, newWidth, channels], owned by the caller
   * @throws ShapeError when these are no images, or they are smaller than the window
   */
  override forward(x: Tensor4D): Tensor4D {
    assertImages(this.#window, x);
    return this.pool(x, [...this.poolSize], [...this.strides]);
  }

  /** @param x images that are not smaller than the window */
  protected abstract pool(x: Tensor4D, poolSize: [number, number], strides: [number, number]): Tensor4D;
}

/**
 * The blueprint of a layer that pools.
 *
 * @throws ArgumentError as its module does
 */
export function pool2d(
  name: string,
  {
    poolSize,
    options,
    build,
  }: {
    readonly poolSize: Size2d;
    readonly options: Pool2dOptions;
    readonly build: () => Pool2d;
  },
): Blueprint<Tensor4D, Tensor4D> {
  const window = windowOf(name, poolSize, options);
  return defineLayer(name, [poolSize, options], {
    outputSpec: (input) => spec(windowOutput(window, input)),
    build,
  });
}

function windowOf(where: string, size: Size2d, options: Pool2dOptions): Window2d {
  const defaults = { strides: size, padding: 'valid' } as const;
  return toWindow(where, 'poolSize', { size, ...resolveOptions(where, options, defaults) });
}
