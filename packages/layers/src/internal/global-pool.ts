import { type Blueprint, defineLayer, Module, spec } from '@neurite/core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { lastSize } from './sizes.js';
import { assertSpatial, spatialInput } from './spatial.js';

/** What layers have in common that reduce all spatial axes. */
export abstract class GlobalPool<T extends Tensor> extends Module<T, Tensor2D> {
  readonly #where: string;
  readonly #axes: readonly string[];
  readonly #reduce: (x: T, axes: number[]) => Tensor;

  constructor(where: string, axes: readonly string[], reduce: (x: T, axes: number[]) => Tensor) {
    super();
    this.#where = where;
    this.#axes = axes;
    this.#reduce = reduce;
  }

  /**
   * @param x [batch, …spatial, channels]
   * @returns a new tensor [batch, channels], owned by the caller
   * @throws ShapeError when `x` has other axes
   */
  override forward(x: T): Tensor2D {
    assertSpatial(this.#where, x, { axes: this.#axes });
    const spatial = this.#axes.map((_, i) => i + 1);
    return this.#reduce(x, spatial) as Tensor2D; // two axes stay
  }
}

/** The blueprint of such a layer. */
export function globalPool<T extends Tensor>(
  where: string,
  axes: readonly string[],
  build: () => GlobalPool<T>,
): Blueprint<T, Tensor2D> {
  return defineLayer(where, [], {
    outputSpec: (input) => spec([lastSize(spatialInput(where, input, { axes }))]),
    build,
  });
}
