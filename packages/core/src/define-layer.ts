import type { Tensor } from '@tensorflow/tfjs-core';
import type { AnyBlueprint, AnyRank, Blueprint, BuildContext, Description, Joins, Resolve, Same } from './blueprint.js';
import { withConfig } from './config.js';
import type { Module } from './module.js';
import { setOrigin } from './origin.js';
import type { Spec } from './spec.js';

type Parts<Build> = {
  /** See `Blueprint`. */
  outputSpec(input: Spec): Spec;
  /** See `Blueprint`. */
  describe?(input: Spec): Description;
  /** See `Blueprint`; called after `outputSpec` took the input. */
  build: Build;
};

/** How a blueprint for one kind of input is built. */
export type LayerParts<In, Out> = Parts<(input: Spec, context: BuildContext) => Module<In, Out>>;
/** How a blueprint for tensors of any rank is built. */
export type AnyRankParts<Out> = Parts<
  <T extends Tensor>(input: Spec, context: BuildContext) => Module<T, Resolve<Out, T>>
>;
/** How a blueprint that joins tensors is built. */
export type JoinsParts = Parts<
  <T extends Tensor>(input: Spec, context: BuildContext) => Module<Readonly<Record<string, T>> | readonly T[], T>
>;

/**
 * Makes the blueprint of a layer. Its modules remember it and their input, for `summary` and errors, and its config is the
 * call that made it.
 *
 * @param name of the function that calls this
 * @param args the arguments of that function, for the config
 * @example
 * const scale = (factor: number): Blueprint =>
 *   defineLayer('scale', [factor], {
 *     outputSpec: (input) => tensorInput('scale', input),
 *     build: () => new Scale(factor),
 *   });
 * class Scale extends Module {
 *   readonly factor: number;
 *   constructor(factor: number) {
 *     super();
 *     this.factor = factor;
 *   }
 *   override forward(x: Tensor): Tensor {
 *     return mul(x, this.factor);
 *   }
 * }
 */
export function defineLayer<In, Out>(
  name: string,
  args: readonly unknown[],
  parts: LayerParts<In, Out>,
): Blueprint<In, Out> {
  return define(name, args, parts);
}

/** As `defineLayer`, for a layer that takes a tensor of any rank. */
export function defineAnyRank<Out = Same>(
  name: string,
  args: readonly unknown[],
  parts: NoInfer<AnyRankParts<Out>>,
): AnyRank<Out> {
  return define(name, args, { ...parts, anyRank: true as Out }); // a type alone
}

/** As `defineLayer`, for a layer that joins the tensors of a list or record. */
export function defineJoins(name: string, args: readonly unknown[], parts: JoinsParts): Joins {
  return define(name, args, { ...parts, joins: true as const });
}

function define<B extends AnyBlueprint>(name: string, args: readonly unknown[], parts: Omit<B, 'name' | 'config'>): B {
  const { build } = parts as unknown as LayerParts<never, unknown>; // all kinds are built alike
  const blueprint = {
    ...parts,
    name,
    build: (input: Spec, context: BuildContext) => {
      const module = build(input, context);
      setOrigin(module, { blueprint, input });
      return module;
    },
  } as unknown as B; // what was left out is there now
  return withConfig(name, args, blueprint);
}
