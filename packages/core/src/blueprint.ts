import type { Tensor } from '@tensorflow/tfjs-core';
import type { Module } from './module.js';
import type { RandomStream } from './random-stream.js';
import type { Shape } from './shape.js';

/**
 * Hyperparameters without weights. Shapes leave the batch axis out.
 *
 * Shape errors appear in `outputShape`, before anything is allocated.
 */
export type Blueprint<In extends Tensor = Tensor, Out extends Tensor = Tensor> = {
  /** The name of the function that made it, e.g. `dense`. */
  readonly name: string;
  /** @throws ShapeError when this layer does not take such an input */
  outputShape(inputShape: Shape): Shape;
  /** @param random draws the first weights; a layer splits it by the names of its parameters */
  build(inputShape: Shape, random: RandomStream): Module<In, Out>;
};

/** The blueprint of a layer that takes tensors of any rank and gives back the same shape: an activation, dropout. */
export type ShapePreservingBlueprint = {
  readonly name: string;
  readonly preservesShape: true;
  outputShape(inputShape: Shape): Shape;
  build<T extends Tensor>(inputShape: Shape, random: RandomStream): Module<T, T>;
};
