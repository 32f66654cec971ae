import type { AnyRank } from '@neurite/core';
import { mul, sigmoid, type Tensor } from '@tensorflow/tfjs-core';
import { GatedHalves, gatedHalves } from '../internal/gated-halves.js';

/** The module of `glu`. */
export class Glu<T extends Tensor = Tensor> extends GatedHalves<T> {
  constructor() {
    super('glu');
  }

  protected override gate(a: Tensor, b: Tensor): Tensor {
    return mul(a, sigmoid(b));
  }
}

/**
 * Gated linear unit: `y = a · σ(b)` for the two halves a, b of the last axis, which it makes half as long.
 *
 * @returns a blueprint that takes [features] to [features / 2], [time, features] to [time, features / 2], and so on
 * @throws ShapeError from `outputSpec`, when the number of features is null or odd
 * @example
 * const block = sequential(dense(64), glu(), dense(8));
 * using model = build(block, { input: [8], seed: 7 });
 * @see Dauphin et al., "Language modeling with gated convolutional networks", 2016
 */
export function glu(): AnyRank {
  return gatedHalves('glu', () => new Glu());
}
