import { finished, isRandomAccess, randomAccess, readCount, readList, type Source } from '../source.js';

export function takeSource<T>(source: Source<T>, count: number): Source<T> {
  const { randomStages } = source;
  if (isRandomAccess(source)) {
    const { at, gather } = source;
    return randomAccess({ size: Math.min(source.size, count), randomStages, at, gather });
  }
  return {
    size: source.size === undefined ? undefined : Math.min(source.size, count),
    randomStages,
    open(pass, position) {
      const [done, inner] = position === undefined ? [0, undefined] : readList(position, 2);
      let taken = readCount(done, count);
      const cursor = source.open(pass, inner);
      return {
        async next() {
          if (taken >= count) return finished;
          const result = await cursor.next();
          if (!result.done) taken++;
          return result;
        },
        position: () => [taken, cursor.position()],
        close: () => cursor.close(),
      };
    },
  };
}
