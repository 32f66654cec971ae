import { atElement } from '../at-element.js';
import { pause } from '../breathe.js';
import { type MaybePromise, readCount, readList, type Source } from '../source.js';

export function filterSource<T>(
  source: Source<T>,
  predicate: (element: T, index: number) => MaybePromise<boolean>,
): Source<T> {
  return {
    size: undefined,
    randomStages: source.randomStages,
    open(pass, position) {
      const [count, inner] = position === undefined ? [0, undefined] : readList(position, 2);
      let index = readCount(count);
      const cursor = source.open(pass, inner);
      return {
        async next() {
          for (;;) {
            await pause(); // many may be left out before one is given
            const result = await cursor.next();
            if (result.done) return result;
            const passes = await atElement('filter', index, () => predicate(result.value, index));
            index++;
            if (passes) return result;
          }
        },
        position: () => [index, cursor.position()],
        close: () => cursor.close(),
      };
    },
  };
}
