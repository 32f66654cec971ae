import { finished, isRandomAccess, type Pass, randomAccess, readCount, readList, type Source } from '../source.js';

/** How far apart the epochs of an endless repetition are: its first pass of epoch 1 is no pass of epoch 0. */
const ENDLESS_STRIDE = 2 ** 20;

export function repeatSource<T>(source: Source<T>, count: number): Source<T> {
  const stride = Number.isFinite(count) ? count : ENDLESS_STRIDE;
  const passOf = (pass: Pass, repetition: number): Pass => ({
    ...pass,
    // The remainder keeps endless repetitions of endless repetitions an integer.
    epoch: ((pass.epoch * stride) % 2 ** 52) + repetition,
  });
  const size = source.size === undefined ? undefined : source.size === 0 ? 0 : source.size * count;
  const { randomStages } = source;
  if (isRandomAccess(source) && Number.isFinite(source.size)) {
    const at = (index: number, pass: Pass) =>
      source.at(index % source.size, passOf(pass, Math.floor(index / source.size)));
    const { gather } = source;
    return randomAccess({
      size: source.size === 0 ? 0 : source.size * count,
      randomStages,
      at,
      gather:
        gather &&
        ((indices, pass) => {
          const repetition = Math.floor(indices[0]! / source.size);
          // A batch over the border of two repetitions is of two passes.
          if (!indices.every((index) => Math.floor(index / source.size) === repetition)) return undefined;
          const inside = Float64Array.from(indices, (index) => index % source.size);
          return gather(inside, passOf(pass, repetition));
        }),
    });
  }
  return {
    size,
    randomStages,
    open(pass, position) {
      const [done, some, inner] = position === undefined ? [0, 0, undefined] : readList(position, 3);
      let repetition = readCount(done);
      // Whether this repetition has given anything: an endless repetition of nothing must end.
      let given = readCount(some, 1) === 1;
      let cursor = source.open(passOf(pass, repetition), inner);
      return {
        async next() {
          for (;;) {
            const result = await cursor.next();
            if (!result.done) {
              given = true;
              return result;
            }
            if (!given || repetition + 1 >= count) return finished;
            await cursor.close();
            repetition++;
            given = false;
            cursor = source.open(passOf(pass, repetition), undefined);
          }
        },
        position: () => [repetition, given ? 1 : 0, cursor.position()],
        close: () => cursor.close(),
      };
    },
  };
}
