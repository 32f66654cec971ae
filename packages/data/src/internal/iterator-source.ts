import { pause } from './breathe.js';
import { finished, type Pass, readCount, type Source } from './source.js';

/** Values of an iterator, read from the beginning, also to go on at a position. */
export function iteratorSource<T>(
  start: (pass: Pass) => Iterator<T> | AsyncIterator<T>,
  randomStages: number,
): Source<T> {
  return {
    size: undefined,
    randomStages,
    open(pass, position) {
      const first = position === undefined ? 0 : readCount(position);
      let count = 0;
      let ended = false;
      let iterator: Iterator<T> | AsyncIterator<T> | undefined;
      return {
        async next() {
          while (!ended) {
            await pause(); // to go on at a position, all before it are read
            iterator ??= start(pass);
            const result = await iterator.next();
            if (result.done) ended = true;
            else if (count++ >= first) return { done: false, value: result.value };
          }
          return finished;
        },
        position: () => Math.max(first, count),
        close: async () => {
          if (!ended) await iterator?.return?.();
        },
      };
    },
  };
}
