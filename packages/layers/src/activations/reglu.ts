import type { AnyRank } from '@neurite/core';
import { mul, relu, type Tensor } from '@tensorflow/tfjs-core';
import { GatedHalves, gatedHalves } from '../internal/gated-halves.js';

/** The module of `reglu`. */
export class Reglu<T extends Tensor = Tensor> extends GatedHalves<T> {
  constructor() {
    super('reglu');
  }

  protected override gate(a: Tensor, b: Tensor): Tensor {
    return mul(relu(a), b);
  }
}

/**
 * Gated linear unit with relu: `y = relu(a) · b` for the two halves a, b of the last axis, which it makes half as long.
 *
 * @returns a blueprint that takes [features] to [features / 2], [time, features] to [time, features / 2], and so on
 * @throws ShapeError from `outputSpec`, when the number of features is null or odd
 * @example
 * const block = sequential(dense(64), reglu(), dense(8));
 * using model = build(block, { input: [8], seed: 7 });
 * @see Shazeer, "GLU variants improve transformer", 2020
 */
export function reglu(): AnyRank {
  return gatedHalves('reglu', () => new Reglu());
}
