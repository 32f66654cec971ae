import type { RandomStream } from '@neurite/core';
import { atElement } from '../at-element.js';
import {
  isRandomAccess,
  type MaybePromise,
  type Pass,
  randomAccess,
  readCount,
  readList,
  type Source,
  streamOf,
} from '../source.js';

/** Applies a function that takes the element, its index and the pass. */
function mapSource<T, U>(
  source: Source<T>,
  stage: string,
  randomStages: number,
  transform: (element: T, index: number, pass: Pass) => MaybePromise<U>,
): Source<U> {
  const run = (element: T, index: number, pass: Pass): Promise<U> =>
    atElement(stage, index, () => transform(element, index, pass));
  if (isRandomAccess(source)) {
    const at = async (index: number, pass: Pass): Promise<U> => run(await source.at(index, pass), index, pass);
    return randomAccess({ size: source.size, randomStages, at });
  }
  return {
    size: source.size,
    randomStages,
    open(pass, position) {
      const [count, inner] = position === undefined ? [0, undefined] : readList(position, 2);
      let index = readCount(count);
      const cursor = source.open(pass, inner);
      return {
        async next() {
          const result = await cursor.next();
          if (result.done) return result;
          const value = await run(result.value, index, pass);
          index++;
          return { done: false, value };
        },
        position: () => [index, cursor.position()],
        close: () => cursor.close(),
      };
    },
  };
}

export function mapFunction<T, U>(source: Source<T>, f: (element: T, index: number) => MaybePromise<U>): Source<U> {
  return mapSource(source, 'map', source.randomStages, f);
}

/** Each element draws from a stream of its own, so any element can be had again without those before it. */
export function mapRandomly<T, U>(
  source: Source<T>,
  stage: string,
  {
    change,
    seed,
  }: {
    readonly change: (element: T, random: RandomStream) => MaybePromise<U>;
    readonly seed: number | undefined;
  },
): Source<U> {
  const stream = `augmentation ${source.randomStages}`;
  return mapSource(source, stage, source.randomStages + 1, (element, index, pass) =>
    change(element, streamOf(stream, seed, pass).child(String(index))),
  );
}
