import { type Blueprint, defineLayer, formatSpec, Module, ShapeError, type Size, type Spec, spec } from '@neurite/core';
import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { sizesOf } from './sizes.js';
import { assertSpatial, spatialInput } from './spatial.js';

/** A layer without parameters that changes the spatial sizes, axis by axis. */
export type Resampling = {
  readonly where: string;
  readonly axes: readonly string[];
  /** The size that comes out of one axis; below 1 where the input is too small. */
  readonly sizeOf: (size: number, axis: number) => number;
  /** In a scope. */
  readonly apply: (x: Tensor) => Tensor;
  /** What the input must be, for the error where it is too small. Default: as large as what is taken away. */
  readonly needs?: string;
};

/** The module of such a layer. */
export abstract class Resample<T extends Tensor> extends Module<T, T> {
  readonly #resampling: Resampling;

  constructor(resampling: Resampling) {
    super();
    this.#resampling = resampling;
  }

  /**
   * @param x [batch, …spatial, channels]
   * @returns a new tensor [batch, …newSpatial, channels], owned by the caller
   * @throws ShapeError when `x` has other axes, or is too small
   */
  override forward(x: T): T {
    assertSpatial(this.#resampling.where, x, this.#resampling);
    resized(this.#resampling, x.shape.slice(1, -1), () => ['x', `[${x.shape.join(', ')}]`]);
    return tidy(() => this.#resampling.apply(x) as T); // of the rank of x
  }
}

/** The blueprint of such a layer. */
export function resample<T extends Tensor>(
  resampling: Resampling,
  args: readonly unknown[],
  build: () => Resample<T>,
): Blueprint<T, T> {
  const { where } = resampling;
  return defineLayer(where, args, {
    outputSpec: (input: Spec) => {
      const sizes = sizesOf(spatialInput(where, input, resampling));
      return spec([...resized(resampling, sizes.slice(0, -1), () => ['input', formatSpec(input)]), sizes.at(-1)!]);
    },
    build,
  });
}

function resized(
  { where, sizeOf, needs = 'be larger than what is cut off' }: Resampling,
  sizes: readonly Size[],
  shown: () => readonly [argument: string, received: string],
): Size[] {
  const left = sizes.map((size, axis) => (size === null ? null : sizeOf(size, axis)));
  if (left.every((size) => size === null || size >= 1)) return left;
  const [argument, received] = shown();
  throw new ShapeError({ where, argument, expected: needs, received });
}
