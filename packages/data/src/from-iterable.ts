import { ArgumentError, describeValue } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { iteratorSource } from './internal/iterator-source.js';
import { randomAccess } from './internal/source.js';

/**
 * A dataset of whatever can be iterated: an array, a set, a stream of lines.
 *
 * Elements of an array can be reached in any order. Anything else is read from the beginning in each pass, also to go
 * on at a position.
 *
 * @param iterable an iterator that can be used once allows one pass; the second is an error, not an empty pass
 * @throws ArgumentError in the second pass over what can be iterated only once
 * @example
 * const words = fromIterable(['one', 'two', 'three']).map((word) => word.length);
 * await words.toArray(); // [3, 3, 5]
 */
export function fromIterable<T>(iterable: Iterable<T> | AsyncIterable<T>): DataPipeline<T> {
  if (Array.isArray(iterable)) {
    const elements: readonly T[] = iterable;
    return new DataPipeline(randomAccess({ size: elements.length, randomStages: 0, at: (index) => elements[index]! }));
  }
  if (!(Symbol.iterator in Object(iterable)) && !(Symbol.asyncIterator in Object(iterable))) {
    const expected = 'be an array or something else that can be iterated';
    const received = describeValue(iterable);
    const advice = typeof iterable === 'function' ? 'Generator functions are for fromGenerator' : undefined;
    throw new ArgumentError({ where: 'fromIterable', argument: 'iterable', expected, received, advice });
  }
  let used = false;
  const start = (): Iterator<T> | AsyncIterator<T> => {
    const iterator = Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]();
    // What is its own iterator can be used once.
    if (Object.is(iterator, iterable)) {
      if (used) {
        throw new ArgumentError({
          where: 'fromIterable',
          argument: 'iterable',
          expected: 'be something that can be iterated again',
          received: 'an iterator that has been used',
          advice: 'Give the function that makes the iterator to fromGenerator',
        });
      }
      used = true;
    }
    return iterator;
  };
  return new DataPipeline(iteratorSource(start, 0));
}
