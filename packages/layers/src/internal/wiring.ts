import type { Blueprint, ShapePreservingBlueprint } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What `sequential` takes. */
export type Layer = Blueprint | ShapePreservingBlueprint;

/** The rank of a tensor type in words. */
type RankOf<T extends Tensor> = Tensor extends T
  ? 'any rank'
  : `${T['rankType']}` extends `R${infer Rank}`
    ? `rank ${Rank}`
    : 'any rank';

/** What the compiler shows in place of a layer that does not fit. */
export type WiringError<Message extends string> = { readonly error: Message };

/** What the first layer that is particular about its input takes; any tensor where none is. */
export type InputOf<Layers extends readonly unknown[]> = Layers extends readonly [infer First, ...infer Rest]
  ? First extends ShapePreservingBlueprint
    ? InputOf<Rest>
    : First extends Blueprint<infer In, infer _>
      ? In
      : Tensor
  : Tensor;

/** What the last of the layers gives, when the first of them gets `Input`. */
export type OutputOf<Layers extends readonly unknown[], Input extends Tensor> = Layers extends readonly [
  infer First,
  ...infer Rest,
]
  ? First extends ShapePreservingBlueprint
    ? OutputOf<Rest, Input>
    : First extends Blueprint<infer _, infer Out>
      ? OutputOf<Rest, Out>
      : Tensor
  : Layers extends readonly []
    ? Input
    : Tensor;

/**
 * `Layers` again where each takes what the one before it gives; else a `WiringError` in the place of the first that
 * does not. A tensor of unknown rank is let through: its rank is checked when the model is built.
 */
export type Wired<
  Layers extends readonly unknown[],
  Input extends Tensor,
  Before extends readonly unknown[] = [],
> = Layers extends readonly [infer First, ...infer Rest]
  ? First extends ShapePreservingBlueprint
    ? readonly [First, ...Wired<Rest, Input, [...Before, First]>]
    : First extends Blueprint<infer In, infer Out>
      ? [Input] extends [In]
        ? readonly [First, ...Wired<Rest, Out, [...Before, First]>]
        : [Tensor] extends [Input]
          ? readonly [First, ...Wired<Rest, Out, [...Before, First]>]
          : readonly [
              WiringError<`layer ${Before['length']} of sequential takes a tensor of ${RankOf<In>}, and gets one of ${RankOf<Input>}`>,
              ...Rest,
            ]
      : Layers
  : Layers;
