import { defineJoins, type Joins, resolveOptions, type Size, spec } from '@neurite/core';
import { maximum, mul, rsqrt, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { assertMeet, meet, type Parts, partsOf, refuseParts } from '../internal/meet.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `dot`. */
export type DotOptions = {
  /** Whether both are scaled to length 1 first: the cosine of the angle between them. Default false. */
  readonly normalize?: boolean;
};

/** The module of `dot`. */
export class Dot<T extends Tensor = Tensor> extends Tokenwise<Parts<T>, T> {
  readonly normalize: boolean;

  /** @throws ArgumentError when an option is unknown */
  constructor(options: DotOptions = {}) {
    super();
    this.normalize = resolveOptions('dot', options, { normalize: false }).normalize;
  }

  /**
   * @param x two tensors [batch, …, features], by name or in a list
   * @returns a new tensor [batch, …, 1], owned by the caller
   * @throws ShapeError when their shapes differ
   */
  override forward(x: Parts<T>): T {
    const [a, b] = assertMeet('dot', x) as readonly [T, T]; // two, as checked
    return tidy(() => {
      const product = sum(mul(a, b), -1, true);
      if (!this.normalize) return product as T; // of the rank of x
      const length = (of: Tensor): Tensor => rsqrt(maximum(sum(square(of), -1, true), 1e-12));
      return mul(product, mul(length(a), length(b))) as T; // of the rank of x
    });
  }
}

/**
 * The product of two rows of features: `y = Σ aᵢ · bᵢ` along the last axis, or with `normalize` the cosine of the angle
 * between them.
 *
 * @returns a blueprint for lists and records of two tensors [features] of one shape, which gives [1]
 * @throws ArgumentError when an option is unknown
 * @throws ShapeError from `outputSpec`, when there are not two, or their shapes differ
 * @example
 * const tower = shared('tower', dense(4));
 * using model = build(sequential(inputs([tower, tower]), dot({ normalize: true })), { input: [[3], [3]], seed: 7 });
 */
export function dot(options: DotOptions = {}): Joins {
  new Dot(options); // so that a wrong option is an error here, at the call
  return defineJoins('dot', [options], {
    outputSpec: (input) => {
      const parts = partsOf('dot', input);
      const both = parts.length === 2 ? meet(parts) : undefined;
      if (both === undefined || both.shape.length === 0)
        return refuseParts('dot', 'have two tensors of one shape', input);
      return spec<readonly Size[]>([...both.shape.slice(0, -1), 1]);
    },
    build: <T extends Tensor>() => new Dot<T>(options),
  });
}
