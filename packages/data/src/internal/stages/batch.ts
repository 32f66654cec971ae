import type { Stacked } from '../../stacked.js';
import { finished, isRandomAccess, type Pass, randomAccess, readCount, readList, type Source } from '../source.js';
import { stackElements } from '../stack-elements.js';

export function batchSource<T>(source: Source<T>, batchSize: number, keepRemainder: boolean): Source<Stacked<T>> {
  const round = keepRemainder ? Math.ceil : Math.floor;
  const size = source.size === undefined ? undefined : round(source.size / batchSize);
  if (isRandomAccess(source)) {
    const at = async (index: number, pass: Pass): Promise<Stacked<T>> => {
      const first = index * batchSize;
      const length = Math.min(batchSize, source.size - first);
      // All at once, so that functions that wait (for a file, say) wait together.
      const elements = await Promise.all(Array.from({ length }, (_, i) => source.at(first + i, pass)));
      return stackElements(elements, 'batch', first);
    };
    return randomAccess({ size: round(source.size / batchSize), randomStages: source.randomStages, at });
  }
  return {
    size,
    randomStages: source.randomStages,
    open(pass, position) {
      const [count, inner] = position === undefined ? [0, undefined] : readList(position, 2);
      let first = readCount(count);
      const cursor = source.open(pass, inner);
      return {
        async next() {
          const elements: T[] = [];
          while (elements.length < batchSize) {
            const result = await cursor.next();
            if (result.done) break;
            elements.push(result.value);
          }
          if (elements.length === 0 || (elements.length < batchSize && !keepRemainder)) return finished;
          const value = stackElements(elements, 'batch', first);
          first += elements.length;
          return { done: false, value };
        },
        position: () => [first, cursor.position()],
        close: () => cursor.close(),
      };
    },
  };
}
