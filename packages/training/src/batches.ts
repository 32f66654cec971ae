import type { Batch, BatchValue, Dataset, HostArray, Loaded } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Where batches come from. A `Dataset` knows the number of its batches, shuffles by epoch and seed, and goes on where
 * it stood; any other iterable is read from its beginning in each epoch, so it must be one that can be: an array, or an
 * object whose `[Symbol.iterator]` starts anew, not a generator that has run.
 */
export type Batches<B = Batch> = Dataset<B> | Iterable<B> | AsyncIterable<B>;

/** Batches that fit the input of a model; otherwise the type names the first input that does not. */
export type BatchesFor<In, X, Y, W> = Batches<Batch<X, Y, W>> & Fitting<Misfit<X, In, 'x'>>;

/** The sample weights that a loss gets; unchecked where the batches are untyped. */
export type WeightsOf<W> = BatchValue extends W ? never : Loaded<W>;

type Fitting<Text> = [Text] extends [never] ? unknown : { readonly mismatch: Text };

/** What is wrong with a value as the input of a model, in words; never where it fits or is untyped. */
type Misfit<V, In, At extends string> = BatchValue extends V
  ? never
  : unknown extends In
    ? never
    : In extends Tensor
      ? V extends HostArray | Tensor
        ? never
        : `\`${At}\` must be a host array or a tensor`
      : V extends HostArray | Tensor
        ? `\`${At}\` must be a record or list, as the model takes one`
        : MisfitBelow<V, In, At>;

type MisfitBelow<V, In, At extends string> = {
  [K in Exclude<keyof In, keyof (readonly unknown[])> & (string | number)]: K extends keyof V
    ? Misfit<V[K], In[K], `${At}.${K}`>
    : `\`${At}.${K}\` is missing`;
}[Exclude<keyof In, keyof (readonly unknown[])> & (string | number)];
