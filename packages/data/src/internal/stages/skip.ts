import { pause } from '../breathe.js';
import { isRandomAccess, randomAccess, readCount, readList, type Source } from '../source.js';

export function skipSource<T>(source: Source<T>, count: number): Source<T> {
  const { randomStages } = source;
  if (isRandomAccess(source)) {
    const size = Math.max(0, source.size - count);
    const { at, gather } = source;
    return randomAccess({
      size,
      randomStages,
      at: (index, pass) => at(index + count, pass),
      gather:
        gather &&
        ((indices, pass) =>
          gather(
            Float64Array.from(indices, (index) => index + count),
            pass,
          )),
    });
  }
  return {
    size: source.size === undefined ? undefined : Math.max(0, source.size - count),
    randomStages,
    open(pass, position) {
      const [done, inner] = position === undefined ? [0, undefined] : readList(position, 2);
      let skipped = readCount(done, count);
      const cursor = source.open(pass, inner);
      return {
        async next() {
          for (; skipped < count; skipped++) {
            await pause();
            const result = await cursor.next();
            if (result.done) return result;
          }
          return cursor.next();
        },
        position: () => [skipped, cursor.position()],
        close: () => cursor.close(),
      };
    },
  };
}
