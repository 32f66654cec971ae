import { checkNumber, defineJoins, type Joins, resolveOptions, type Size, spec } from '@neurite/core';
import { abs, add, pow, sqrt, square, sub, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { assertMeet, meet, type Parts, partsOf, refuseParts } from '../internal/meet.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `pairwiseDistance`. */
export type PairwiseDistanceOptions = {
  /** Of the norm: a finite number of at least 1. Default 2. */
  readonly p?: number;
  /** Added to each difference, so that equal features have a gradient; of at least 0. Default 1e-6, as in PyTorch. */
  readonly epsilon?: number;
};

/** The module of `pairwiseDistance`. */
export class PairwiseDistance<T extends Tensor = Tensor> extends Tokenwise<Parts<T>, T> {
  readonly p: number;
  readonly epsilon: number;

  /** @throws ArgumentError when an option is not a number in its range, or unknown */
  constructor(options: PairwiseDistanceOptions = {}) {
    super();
    const { p, epsilon } = resolveOptions('pairwiseDistance', options, { p: 2, epsilon: 1e-6 });
    checkNumber('pairwiseDistance', 'p', p, { atLeast: 1 });
    checkNumber('pairwiseDistance', 'epsilon', epsilon, { atLeast: 0 });
    this.p = p;
    this.epsilon = epsilon;
  }

  /**
   * @param x two tensors [batch, …, features], by name or in a list
   * @returns a new tensor [batch, …, 1], owned by the caller
   * @throws ShapeError when their shapes differ
   */
  override forward(x: Parts<T>): T {
    const [a, b] = assertMeet('pairwiseDistance', x) as readonly [T, T]; // two, as checked
    const { p, epsilon } = this;
    return tidy(() => {
      const difference = add(sub(a, b), epsilon);
      if (p === 1) return sum(abs(difference), -1, true);
      if (p === 2) return sqrt(sum(square(difference), -1, true));
      return pow(sum(pow(abs(difference), p), -1, true), 1 / p);
    }) as T; // of the rank of x
  }
}

/**
 * The distance of two rows of features: `y = (Σ |aᵢ − bᵢ + epsilon|ᵖ)^(1/p)` along the last axis.
 *
 * @returns a blueprint for lists and records of two tensors [features] of one shape, which gives [1]
 * @throws ArgumentError when an option is not a number in its range, or unknown
 * @throws ShapeError from `outputSpec`, when there are not two, or their shapes differ
 * @example
 * const tower = shared('tower', dense(4));
 * using model = build(sequential(inputs([tower, tower]), pairwiseDistance()), { input: [[3], [3]], seed: 7 });
 */
export function pairwiseDistance(options: PairwiseDistanceOptions = {}): Joins {
  new PairwiseDistance(options); // so that a wrong option is an error here, at the call
  return defineJoins('pairwiseDistance', [options], {
    outputSpec: (input) => {
      const parts = partsOf('pairwiseDistance', input);
      const both = parts.length === 2 ? meet(parts) : undefined;
      if (both === undefined || both.shape.length === 0)
        return refuseParts('pairwiseDistance', 'have two tensors of one shape', input);
      return spec<readonly Size[]>([...both.shape.slice(0, -1), 1]);
    },
    build: <T extends Tensor>() => new PairwiseDistance<T>(options),
  });
}
