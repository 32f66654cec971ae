import { ArgumentError, type RandomStream } from '@neurite/core';
import { atElement } from '../at-element.js';
import { isRandomAccess, randomAccess, type Source, streamOf } from '../source.js';

/** Makes each element of itself and of others, drawn from all; the first of those that are mixed is the element. */
export function mixSource<T>(
  source: Source<T>,
  stage: string,
  {
    mix,
    takes,
    seed,
  }: {
    readonly mix: (elements: readonly T[], random: RandomStream) => T;
    readonly takes: number;
    readonly seed: number | undefined;
  },
): Source<T> {
  if (!isRandomAccess(source) || !Number.isFinite(source.size)) {
    throw new ArgumentError({
      where: stage,
      problem: 'it takes other elements of the dataset, and these can only be read one after another',
      advice: 'Put it before filter and prefetch, or use fromIterable(await dataset.toArray())',
    });
  }
  const stream = `augmentation ${source.randomStages}`;
  return randomAccess({
    size: source.size,
    randomStages: source.randomStages + 1,
    at: (index, pass) =>
      atElement(stage, index, async () => {
        const random = streamOf(stream, seed, pass).child(String(index));
        const others = random.child('others');
        const indices = [index, ...Array.from({ length: takes - 1 }, () => others.integer(source.size))];
        return mix(await Promise.all(indices.map((one) => source.at(one, pass))), random);
      }),
  });
}
