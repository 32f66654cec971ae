import type { Tensor } from '@tensorflow/tfjs-core';
import type { Blueprint, ShapePreservingBlueprint } from './blueprint.js';
import { registerGradients } from './gradients/register-gradients.js';
import type { Module } from './module.js';
import { RandomStream } from './random-stream.js';
import type { Shape } from './shape.js';

/** How a model is built. */
export type BuildOptions = {
  /** The shape of one sample, without the batch axis. */
  readonly inputShape: Shape;
  /** Where the first weights come from: a whole number of at least 0. One seed, the same bits. Default 0. */
  readonly seed?: number;
};

/**
 * Makes the module that a blueprint describes: now there are weights.
 *
 * @returns a module that the caller owns; `using` or `dispose()` frees it
 * @throws ShapeError when the layers do not fit together; nothing has been allocated then
 * @example
 * const neuron: Blueprint<Tensor2D, Tensor2D> = {
 *   name: 'neuron',
 *   outputShape: () => [1],
 *   build: ([inputs = 1], random) => new Neuron({ inputs, random }),
 * };
 * using model = build(neuron, { inputShape: [4], seed: 7 });
 */
export function build<In extends Tensor, Out extends Tensor>(
  blueprint: Blueprint<In, Out>,
  options: BuildOptions,
): Module<In, Out>;
export function build(blueprint: ShapePreservingBlueprint, options: BuildOptions): Module;
export function build(blueprint: Blueprint | ShapePreservingBlueprint, { inputShape, seed = 0 }: BuildOptions): Module {
  registerGradients();
  blueprint.outputShape(inputShape);
  return blueprint.build(inputShape, RandomStream.fromSeed(seed).child('build'));
}
