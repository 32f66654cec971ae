import {
  ArgumentError,
  type Augmentation,
  type BatchAugmentation,
  checkFunction,
  checkInteger,
  checkKind,
  type Dataset,
  type DatasetIterator,
  type FieldKinds,
  type IterateOptions,
  type RandomStream,
  resolveOptions,
} from '@neurite/core';
import { lift, liftBatch } from './internal/lift.js';
import { PipelineIterator } from './internal/pipeline-iterator.js';
import type { MaybePromise, Source } from './internal/source.js';
import { batchSource } from './internal/stages/batch.js';
import { cacheSource } from './internal/stages/cache.js';
import { filterSource } from './internal/stages/filter.js';
import { mapFunction, mapRandomly } from './internal/stages/map.js';
import { mixSource } from './internal/stages/mix.js';
import { prefetchSource } from './internal/stages/prefetch.js';
import { repeatSource } from './internal/stages/repeat.js';
import { shuffleSource } from './internal/stages/shuffle.js';
import { skipSource } from './internal/stages/skip.js';
import { takeSource } from './internal/stages/take.js';
import { windowSource } from './internal/stages/window.js';
import type { Stacked } from './stacked.js';

/** How a dataset is shuffled. */
export type ShuffleOptions = {
  /** Default: that of the run (`iterate({ seed })`, which is 0 by default). */
  readonly seed?: number;
  /**
   * Shuffle in blocks of this many elements, one block in memory at a time. Default: everything at once where elements
   * can be reached in any order, else blocks of 4,096.
   */
  readonly buffer?: number;
};

/** How a dataset is augmented. */
export type AugmentOptions = {
  /** Default: that of the run (`iterate({ seed })`, which is 0 by default). */
  readonly seed?: number;
};

/**
 * A dataset with methods that make new datasets of it. Made by `fromArrays`, `fromIterable`, `fromGenerator`, `zip`.
 *
 * Nothing is read before someone iterates, and every pass over the same epoch and seed gives the same elements. Where
 * the elements of a source can be reached in any order, this stays so through map, shuffle, batch, take, skip, repeat,
 * cache, window and zip; then shuffling is complete and going on at a position costs nothing.
 *
 * @example
 * const data = fromIterable([1, 2, 3, 4, 5]).map((n) => n * n).shuffle({ seed: 7 }).batch(2);
 * for await (const batch of data) console.log(batch.data); // two, two and one of 1, 4, 9, 16, 25
 */
export class DataPipeline<T> implements Dataset<T> {
  /** @internal */
  readonly source: Source<T>;

  /** @internal */
  constructor(source: Source<T>) {
    this.source = source;
  }

  /** The number of elements, Infinity where there is no end, or undefined where it is not known before the end. */
  get size(): number | undefined {
    return this.source.size;
  }

  /** Epoch 0 from its beginning. */
  [Symbol.asyncIterator](): DatasetIterator<T> {
    return this.iterate();
  }

  /**
   * One pass.
   *
   * @param options.epoch from 0: a shuffle draws another order, an augmentation other changes in each. Default 0
   * @param options.seed what shuffles and augmentations without a seed of their own draw from. Default 0
   * @param options.position the `position()` of an iterator over the same epoch and seed. Default: the beginning
   * @returns an iterator whose `position()` is plain JSON
   * @throws ArgumentError when epoch or seed is not an integer, or the position is not one of this dataset
   */
  iterate(options: IterateOptions = {}): DatasetIterator<T> {
    const { epoch, seed, position } = resolveOptions('iterate', options, { epoch: 0, seed: 0, position: undefined });
    checkInteger('iterate', 'epoch', epoch, { min: 0 });
    checkInteger('iterate', 'seed', seed, { min: 0 });
    return new PipelineIterator(this.source.open({ epoch, seed }, position));
  }

  /**
   * The element at an index.
   *
   * @param index from 0, below `size`
   * @throws ArgumentError when there is none, or when elements can only be read one after another
   */
  async at(index: number, { epoch = 0, seed = 0 }: Omit<IterateOptions, 'position'> = {}): Promise<T> {
    const { at, size } = this.source;
    if (at === undefined) {
      throw new ArgumentError({
        where: 'at',
        problem: 'the elements of this dataset can only be read one after another',
        advice: 'Use fromIterable(await dataset.toArray()) where they fit into memory',
      });
    }
    if (!Number.isSafeInteger(index) || index < 0 || index >= size!) {
      const expected = `be an integer from 0 to ${size! - 1}`;
      throw new ArgumentError({ where: 'at', argument: 'index', expected, received: String(index) });
    }
    return at(index, { epoch, seed });
  }

  /**
   * All elements of one pass.
   *
   * @throws ArgumentError when there is no end
   */
  async toArray(options: Omit<IterateOptions, 'position'> = {}): Promise<T[]> {
    if (this.size === Number.POSITIVE_INFINITY) {
      throw new ArgumentError({
        where: 'toArray',
        problem: 'the dataset has no end',
        advice: 'Cut it with take first',
      });
    }
    const elements: T[] = [];
    for await (const element of this.iterate(options)) elements.push(element);
    return elements;
  }

  /**
   * Replaces each element by what a function of it gives.
   *
   * @param transform a function of the element and its index, async or not
   * @throws ArgumentError when iterating, naming the index of the element at which the function threw
   */
  map<U>(transform: (element: T, index: number) => MaybePromise<U>): DataPipeline<U> {
    checkFunction('map', 'transform', transform);
    return new DataPipeline(mapFunction(this.source, transform));
  }

  /**
   * Changes each element at random, anew in each epoch.
   *
   * @param change an augmentation; one that makes a sample of several (mixup), which draws the others from the whole
   *   dataset; or a function of the element and a random stream, async or not. Each element has a stream of its own,
   *   derived from the seed, the epoch and the element's index
   * @param fields of which kind the fields of a sample are, for an augmentation: `{ x: 'image', y: 'label' }`. Fields that
   *   are left out stay as they are
   * @param options.seed default: that of the run (`iterate({ seed })`, which is 0 by default)
   * @throws ArgumentError for a kind that the augmentation neither changes nor keeps, and for one that takes several
   *   samples where these can only be read one after another; when iterating, naming the index of the element at which a
   *   function threw
   */
  augment<U>(change: (element: T, random: RandomStream) => MaybePromise<U>, options?: AugmentOptions): DataPipeline<U>;
  // Its samples are those of `this`, and not T itself, which must stay covariant.
  augment<Sample, Params>(
    this: DataPipeline<Sample>,
    change: Augmentation<Params> | BatchAugmentation<Params>,
    fields: FieldKinds<Sample>,
    options?: AugmentOptions,
  ): DataPipeline<Sample>;
  augment<Params>(
    change: ((element: T, random: RandomStream) => unknown) | Augmentation<Params> | BatchAugmentation<Params>,
    ...rest: readonly unknown[]
  ): DataPipeline<unknown> {
    const options = (rest.at(typeof change === 'function' ? 0 : 1) ?? {}) as AugmentOptions; // the last of its overload
    const { seed } = resolveOptions('augment', options, { seed: undefined });
    if (seed !== undefined) checkInteger('augment', 'seed', seed, { min: 0 });
    if (typeof change === 'function') return new DataPipeline(mapRandomly(this.source, 'augment', { change, seed }));
    checkKind('augment', 'change', change, { be: 'an augmentation, or a function', member: 'draw' });
    const fields = rest[0] as object; // the second of its overload
    const stage = `augment(${change.name})`;
    if ('takes' in change) {
      return new DataPipeline(
        mixSource(this.source, stage, { mix: liftBatch(change, fields), takes: change.takes, seed }),
      );
    }
    const { draw, apply } = lift(change, fields);
    const once = (element: T, random: RandomStream): T => apply(element, draw(random, element));
    return new DataPipeline(mapRandomly(this.source, stage, { change: once, seed }));
  }

  /** Leaves out the elements for which the function says false. The size is unknown then. */
  filter(predicate: (element: T, index: number) => MaybePromise<boolean>): DataPipeline<T> {
    checkFunction('filter', 'predicate', predicate);
    return new DataPipeline(filterSource(this.source, predicate));
  }

  /**
   * Stacks elements, as `stack` does: every array gets a batch axis in front, numbers become a Float32Array.
   *
   * @param size elements in each batch, at least 1
   * @param options.keepRemainder whether the last batch may be smaller. Default true
   * @throws ShapeError when iterating, naming the field and the element whose shape differs
   */
  batch(size: number, options: { readonly keepRemainder?: boolean } = {}): DataPipeline<Stacked<T>> {
    const { keepRemainder } = resolveOptions('batch', options, { keepRemainder: true });
    checkInteger('batch', 'size', size, { min: 1 });
    return new DataPipeline(batchSource(this.source, size, keepRemainder));
  }

  /** Another order in each epoch, the same for the same seed and epoch. */
  shuffle(options: ShuffleOptions = {}): DataPipeline<T> {
    const { seed, buffer } = resolveOptions('shuffle', options, { seed: undefined, buffer: undefined });
    if (seed !== undefined) checkInteger('shuffle', 'seed', seed, { min: 0 });
    if (buffer !== undefined) checkInteger('shuffle', 'buffer', buffer, { min: 1 });
    return new DataPipeline(shuffleSource(this.source, { seed, buffer }));
  }

  /** The first `count` elements, or all where there are fewer. */
  take(count: number): DataPipeline<T> {
    checkInteger('take', 'count', count, { min: 0 });
    return new DataPipeline(takeSource(this.source, count));
  }

  /** All but the first `count` elements. */
  skip(count: number): DataPipeline<T> {
    checkInteger('skip', 'count', count, { min: 0 });
    return new DataPipeline(skipSource(this.source, count));
  }

  /**
   * The dataset over and over, each time as another epoch.
   *
   * @param count how often. Default: without end
   */
  repeat(count: number = Number.POSITIVE_INFINITY): DataPipeline<T> {
    if (count !== Number.POSITIVE_INFINITY) checkInteger('repeat', 'count', count, { min: 1 });
    return new DataPipeline(repeatSource(this.source, count));
  }

  /**
   * Keeps the elements in memory once they were read. Every pass then gives what epoch 0 gave, so put it before
   * shuffles and augmentations.
   */
  cache(): DataPipeline<T> {
    return new DataPipeline(cacheSource(this.source));
  }

  /**
   * Reads ahead while the consumer works. Put it last: elements can only be read one after another then.
   *
   * @param count elements to have ready. Default 1
   */
  prefetch(count: number = 1): DataPipeline<T> {
    checkInteger('prefetch', 'count', count, { min: 1 });
    return new DataPipeline(prefetchSource(this.source, count));
  }

  /**
   * Windows of neighbouring elements, `[t, t + 1, …]`. Those that would reach beyond the end are left out; `.map(stack)`
   * makes arrays of them.
   *
   * @param length elements in each window, at least 1
   * @param options.stride from the beginning of one window to that of the next. Default 1
   * @param options.dilation from one element of a window to the next. Default 1
   */
  window(
    length: number,
    options: { readonly stride?: number; readonly dilation?: number } = {},
  ): DataPipeline<readonly T[]> {
    const { stride, dilation } = resolveOptions('window', options, { stride: 1, dilation: 1 });
    checkInteger('window', 'length', length, { min: 1 });
    checkInteger('window', 'stride', stride, { min: 1 });
    checkInteger('window', 'dilation', dilation, { min: 1 });
    return new DataPipeline(windowSource(this.source, { length, stride, dilation }));
  }
}
