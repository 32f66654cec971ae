import type { Tensor } from '@tensorflow/tfjs-core';
import type { Config } from './config.js';
import type { Module } from './module.js';
import type { RandomStream } from './random-stream.js';
import type { Spec, TensorSpec } from './spec.js';

/** What a blueprint builds from, besides the spec of its input. */
export type BuildContext = {
  /** Draws the first weights; a layer splits it by the names of its parameters. */
  readonly random: RandomStream;
  /** The modules that `shared` blueprints have made in this build, by blueprint. */
  readonly shared: Map<object, Module<never, unknown>>;
};

/** What a blueprint will build, known before anything is allocated. */
export type Description = {
  /** The specs of its own parameters by name; shapes here have no batch axis to leave out. */
  readonly parameters?: Readonly<Record<string, TensorSpec>>;
  /** Those of them that are buffers. */
  readonly buffers?: readonly string[];
  /** Those of its parameters and of `children` that building freezes. */
  readonly frozen?: readonly string[];
  /** The blueprints below it by the paths of their modules, each with the spec of its input. */
  readonly children?: Readonly<Record<string, readonly [AnyBlueprint, Spec]>>;
  /** How many multiply-adds a forward pass takes for one sample, without those of the children. */
  readonly multiplyAdds?: number;
};

type Described = {
  /** The name of the function that made it, e.g. `dense`. */
  readonly name: string;
  /**
   * The call that makes it again, as JSON; see `fromConfig`. Undefined where there is none.
   *
   * @throws ArgumentError when an argument cannot be written as JSON
   */
  readonly config?: Config;
  /**
   * @param input without the batch axis
   * @throws ShapeError, DtypeError when this layer does not take such an input
   */
  outputSpec(input: Spec): Spec;
  /** What it will build. Default: nothing is known. */
  describe?(input: Spec): Description;
};

/**
 * Hyperparameters without weights.
 *
 * Errors of shape and dtype appear in `outputSpec`, before anything is allocated.
 */
export type Blueprint<In = Tensor, Out = Tensor> = Described & {
  build(input: Spec, context: BuildContext): Module<In, Out>;
};

declare const same: unique symbol;
/** Stands for the type of the input, in what an `AnyRank` gives. */
export type Same = { readonly [same]: true };

/** What `Out` is when the input is `T`. */
export type Resolve<Out, T> = Out extends Same
  ? T
  : Out extends Tensor
    ? Out
    : { readonly [K in keyof Out]: Resolve<Out[K], T> };

/**
 * The blueprint of a layer that takes a tensor of any rank; by default it gives one of the same rank: dense, norms,
 * activations, dropout, and what is made of these alone.
 */
export type AnyRank<Out = Same> = Described & {
  /** Tells it from other blueprints; the type says what it gives, the value is `true`. */
  readonly anyRank: Out;
  build<T extends Tensor>(input: Spec, context: BuildContext): Module<T, Resolve<Out, T>>;
};

/** The blueprint of a layer that joins the values of a list or record into one of their rank. */
export type Joins = Described & {
  /** Tells it from other blueprints. */
  readonly joins: true;
  build<T extends Tensor>(input: Spec, context: BuildContext): Module<Readonly<Record<string, T>> | readonly T[], T>;
};

/** Every kind of blueprint. */
export type AnyBlueprint = Blueprint<never, unknown> | AnyRank<unknown> | Joins;
