import type { Json } from '@neurite/core';
import {
  type Cursor,
  finished,
  isRandomAccess,
  type Pass,
  randomAccess,
  readCount,
  readList,
  type Source,
} from '../source.js';

type Ahead<U> = { readonly value: Promise<U>; readonly position: Json };

/** Maps several elements at a time, and gives what comes of them in the order of the elements. */
export function mapAhead<T, U>(
  source: Source<T>,
  {
    randomStages,
    ahead,
    run,
  }: {
    readonly randomStages: number;
    /** Elements that are mapped at a time. */
    readonly ahead: number;
    readonly run: (element: T, index: number, pass: Pass) => Promise<U>;
  },
): Source<U> {
  const open = (pass: Pass, position: Json | undefined): Cursor<U> => {
    const [count, inner] = position === undefined ? [0, undefined] : readList(position, 2);
    let index = readCount(count);
    const cursor = source.open(pass, inner);
    const under: Ahead<U>[] = [];
    let reached: Json = [index, cursor.position()];
    let isEnd = false;
    return {
      async next() {
        while (!isEnd && under.length < ahead) {
          const result = await cursor.next();
          if (result.done) {
            isEnd = true;
            break;
          }
          const value = run(result.value, index++, pass);
          value.catch(() => {}); // told when its turn comes
          under.push({ value, position: [index, cursor.position()] });
        }
        const first = under.shift();
        if (first === undefined) return finished;
        const value = await first.value;
        reached = first.position;
        return { done: false, value };
      },
      position: () => reached,
      close: async () => {
        // Nobody asks for these any more, and the cursor is not closed under what reads from it.
        await Promise.allSettled(under.map(({ value }) => value));
        await cursor.close();
      },
    };
  };
  if (!isRandomAccess(source)) return { size: source.size, randomStages, open };
  const at = async (index: number, pass: Pass): Promise<U> => run(await source.at(index, pass), index, pass);
  return { ...randomAccess({ size: source.size, randomStages, at }), open };
}
