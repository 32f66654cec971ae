import { defineJoins, type Joins, layerName, type Module } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { assertMeet, meet, type Parts, partsOf, refuseParts } from './meet.js';
import { Tokenwise } from './tokenwise.js';

/** What layers have in common that join tensors of one shape element by element. */
export abstract class ElementwiseJoin<T extends Tensor> extends Tokenwise<Parts<T>, T> {
  /**
   * @param x tensors of one shape, by name or in a list
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when the shapes differ
   */
  override forward(x: Parts<T>): T {
    return this.join(assertMeet(layerName(this), x));
  }

  /** @returns a new tensor */
  protected abstract join(parts: readonly [T, ...T[]]): T;
}

/** The blueprint of such a layer. */
export function elementwiseJoin(name: string, build: <T extends Tensor>() => Module<Parts<T>, T>): Joins {
  return defineJoins(name, [], {
    outputSpec: (input) =>
      meet(partsOf(name, input)) ?? refuseParts(name, 'have tensors of one shape and dtype', input),
    build,
  });
}
