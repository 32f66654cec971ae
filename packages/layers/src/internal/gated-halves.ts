import { type AnyRank, defineAnyRank, type Module, spec, tensorInput } from '@neurite/core';
import { split, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { assertDivides, assertHalves } from './last-axis.js';
import { lastSize, sizesOf } from './sizes.js';
import { Tokenwise } from './tokenwise.js';

/** A layer that multiplies one half of the last axis with a function of the other. */
export abstract class GatedHalves<T extends Tensor> extends Tokenwise<T> {
  readonly #where: string;

  constructor(where: string) {
    super();
    this.#where = where;
  }

  /**
   * @param x [batch, …, 2 · features]
   * @returns a new tensor [batch, …, features], owned by the caller
   * @throws ShapeError when the last axis has no halves
   */
  override forward(x: T): T {
    assertHalves(this.#where, x);
    return tidy(() => {
      const [a, b] = split(x, 2, -1) as [Tensor, Tensor]; // both
      return this.gate(a, b) as T; // of the rank of x
    });
  }

  protected abstract gate(a: Tensor, b: Tensor): Tensor;
}

/** The blueprint of such a layer. */
export function gatedHalves(name: string, build: <T extends Tensor>() => Module<T, T>): AnyRank {
  return defineAnyRank(name, [], {
    outputSpec: (input) => {
      const given = tensorInput(name, input, { axes: ['…', 'features'], known: ['features'] });
      assertDivides(name, given, { name: 'features', parts: [2, 'halves'] });
      return spec([...sizesOf(given).slice(0, -1), lastSize(given) / 2]);
    },
    build,
  });
}
