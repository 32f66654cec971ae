import type { AnyBlueprint, AnyRank, Blueprint, Joins, Resolve, Same } from '@neurite/core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core';

/** What the compiler shows instead of a layer that does not fit. */
export type WiringError<Message extends string> = { readonly error: Message };

/** The values of a list or record. */
type Values<T> = T extends readonly (infer V)[] ? V : T[keyof T];

/** Those of the types that are more than a tensor of unknown rank. */
type Known<U> = U extends unknown ? (Tensor extends U ? never : U) : never;
/** A & B for A | B. */
type Both<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never;

/** What tensors of these types have in common; never where their ranks differ. */
export type Common<U> = [U] extends [never] ? never : [Known<U>] extends [never] ? Tensor : Both<Known<U>>;

/** What `Joins` take where nothing is known of it. */
type Parts = Readonly<Record<string, Tensor>> | readonly Tensor[];

/** Layers side by side, by name or in a list. */
export type Branches = Readonly<Record<string, Layer>> | readonly Layer[];

/** What one layer takes; `Fallback` where it takes a tensor of any rank. */
export type InputOfLayer<L, Fallback> =
  L extends AnyRank<infer _>
    ? Fallback
    : L extends Joins
      ? Parts
      : L extends Blueprint<infer In, infer _>
        ? In
        : Fallback;

/** What one layer gives when it gets `In`. */
export type OutputOfLayer<L, In> =
  L extends AnyRank<infer Out>
    ? Resolve<Out, In>
    : L extends Joins
      ? Common<Values<In>>
      : L extends Blueprint<infer _, infer Out>
        ? Out
        : never;

/** What the first layer that is particular about its input takes; any tensor where none is. */
export type InputOf<Layers extends readonly unknown[]> = Layers extends readonly [infer First, ...infer Rest]
  ? First extends AnyRank<Same>
    ? InputOf<Rest>
    : InputOfLayer<First, Tensor>
  : Tensor;

/** What the last of the layers gives, when the first of them gets `In`. */
export type OutputOf<Layers extends readonly unknown[], In> = Layers extends readonly [infer First, ...infer Rest]
  ? OutputOf<Rest, OutputOfLayer<First, In>>
  : Layers extends readonly []
    ? In
    : Tensor;

/** The rank of a tensor type in words. */
type RankOf<T extends Tensor> = Tensor extends T
  ? 'any rank'
  : `${T['rankType']}` extends `R${infer Rank}`
    ? `rank ${Rank}`
    : 'any rank';

/** A type in words. */
type What<T> = [T] extends [Tensor] ? `a tensor of ${RankOf<T>}` : T extends readonly unknown[] ? 'a list' : 'a record';

/** True where a layer takes `In`, else what it takes in words. A tensor of unknown rank is let through: its rank is checked when the model is built. */
type Fits<L, In> =
  L extends AnyRank<infer _>
    ? In extends Tensor
      ? true
      : 'a tensor'
    : L extends Joins
      ? In extends Tensor
        ? 'a list or record'
        : [Common<Values<In>>] extends [never]
          ? 'tensors of one rank'
          : true
      : L extends Blueprint<infer Taken, infer _>
        ? [In] extends [Taken]
          ? true
          : [Tensor] extends [In]
            ? true
            : What<Taken>
        : 'a layer';

/**
 * `Layers` again where each takes what the one before it gives; else a `WiringError` in the position of the first that
 * does not. Tail-recursive, so that a hundred layers compile.
 */
export type Wired<
  Layers extends readonly unknown[],
  In,
  Done extends readonly unknown[] = readonly [],
> = Layers extends readonly [infer First, ...infer Rest]
  ? Fits<First, In> extends true
    ? Wired<Rest, OutputOfLayer<First, In>, readonly [...Done, First]>
    : readonly [
        ...Done,
        WiringError<`layer ${Done['length']} of sequential takes ${Fits<First, In> & string}, and gets ${What<In>}`>,
        ...Rest,
      ]
  : readonly [...Done, ...Layers];

/** The blueprint of layers one after the other: one for any rank where all of them are. */
export type Chain<Layers extends readonly unknown[]> = Layers extends readonly [
  AnyRank<unknown>,
  ...(AnyRank<unknown> | Joins)[],
]
  ? AnyRank<OutputOf<Layers, Same>>
  : Blueprint<InputOf<Layers>, OutputOf<Layers, InputOf<Layers>>>;

/** What wiring takes. */
export type Layer = AnyBlueprint;

type BranchOf<B> = B extends readonly (infer L)[] ? L : B[keyof B];
type Particular<L> = L extends AnyRank<unknown> ? never : InputOfLayer<L, never>;
/** What the branches that are particular about their input take; never where none is. */
type InputOfBranches<B> = Common<Particular<BranchOf<B>>>;

/** Branches again where one input can suit all of them; else errors instead of them. */
export type Side<B> = [Particular<BranchOf<B>>] extends [never]
  ? B
  : [InputOfBranches<B>] extends [never]
    ? { readonly [K in keyof B]: WiringError<'the branches of parallel take inputs of different ranks'> }
    : B;

/** The blueprint of branches with one input: one for any rank where all of them are. */
export type SideBySide<B> = [Particular<BranchOf<B>>] extends [never]
  ? AnyRank<{ readonly [K in keyof B]: OutputOfLayer<B[K], Same> }>
  : Blueprint<InputOfBranches<B>, { readonly [K in keyof B]: OutputOfLayer<B[K], InputOfBranches<B>> }>;

/** The tensor type with a time axis after the batch. */
export type WithTime<T> = Tensor extends T
  ? Tensor
  : T extends Tensor1D
    ? Tensor2D
    : T extends Tensor2D
      ? Tensor3D
      : T extends Tensor3D
        ? Tensor4D
        : T extends Tensor4D
          ? Tensor5D
          : Tensor;
