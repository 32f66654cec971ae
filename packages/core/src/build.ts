import type { Tensor } from '@tensorflow/tfjs-core';
import { assertBackend } from './assert-backend.js';
import type { AnyBlueprint, AnyRank, Blueprint, BuildContext, Joins, Resolve } from './blueprint.js';
import { checkBlueprint } from './check-blueprint.js';
import { resolveOptions } from './checks.js';
import { ArgumentError } from './errors.js';
import { registerGradients } from './gradients/register-gradients.js';
import type { Module } from './module.js';
import { originOf, setOrigin } from './origin.js';
import { RandomStream } from './random-stream.js';
import { type InputSpec, type Size, type SpecInput, type TensorSpec, toSpec, type ValueOf } from './spec.js';

/** How a model is built. */
export type BuildOptions<Input = SpecInput> = {
  /**
   * What one sample looks like, without the batch axis: a shape (of float32), a spec such as `tokens([null])`, or a list
   * or record of these. A size of null is any length.
   */
  readonly input: Input;
  /** Where the first weights come from: an integer of at least 0. Equal seeds give equal bits. Default 0. */
  readonly seed?: number;
};

/**
 * Makes the module that a blueprint describes, with its first weights.
 *
 * @returns a module that the caller owns; `using` or `dispose()` frees it. It remembers its input: see `inputSpecOf`
 * @throws ArgumentError for what is not a blueprint, and without an input
 * @throws BackendError when no backend is turned on
 * @throws ShapeError, DtypeError when the layers do not fit together; nothing has been allocated then
 * @example
 * const neuron: Blueprint<Tensor2D, Tensor2D> = {
 *   name: 'neuron',
 *   outputSpec: () => spec([1]),
 *   build: (_, { random }) => new Neuron({ inputs: 4, random }),
 * };
 * using model = build(neuron, { input: [4], seed: 7 });
 */
export function build<Out, const Input extends readonly Size[] | TensorSpec>(
  blueprint: AnyRank<Out>,
  options: BuildOptions<Input>,
): Module<ValueOf<Input>, Resolve<Out, ValueOf<Input>>>;
export function build(
  blueprint: Joins,
  options: BuildOptions,
): Module<Readonly<Record<string, Tensor>> | readonly Tensor[]>;
export function build<In, Out>(blueprint: Blueprint<In, Out>, options: BuildOptions<InputSpec<In>>): Module<In, Out>;
export function build(blueprint: AnyBlueprint, options: BuildOptions): Module<never, unknown> {
  checkBlueprint('build', 'blueprint', blueprint);
  // An array is a shape that was meant to be the input.
  const given: Partial<BuildOptions> = Array.isArray(options) ? {} : (options ?? {});
  const { input, seed } = resolveOptions('build', given, { input: undefined, seed: 0 });
  if (input === undefined) {
    throw new ArgumentError({
      where: 'build',
      argument: 'input',
      expected: 'be the shape of one sample without the batch axis, or a spec',
      received: 'none',
      advice: 'Write build(network, { input: [28, 28, 1] })',
    });
  }
  assertBackend('build');
  registerGradients();
  const inputSpec = toSpec(input);
  blueprint.outputSpec(inputSpec);
  const context: BuildContext = { random: RandomStream.fromSeed(seed).child('build'), shared: new Map() };
  const module = (blueprint as Blueprint<never, unknown>).build(inputSpec, context); // all kinds are built alike
  if (originOf(module) === undefined) setOrigin(module, { blueprint, input: inputSpec });
  return module;
}
