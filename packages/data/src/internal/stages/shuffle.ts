import { pause } from '../breathe.js';
import { permute } from '../permute.js';
import { type Cursor, finished, isRandomAccess, readCount, readList, type Source, streamOf } from '../source.js';
import { reorderSource } from './reorder.js';

/** Elements held at once where not all can be reached by index and nothing else is said. */
const DEFAULT_BUFFER = 4096;

export function shuffleSource<T>(
  source: Source<T>,
  { seed, buffer }: { readonly seed: number | undefined; readonly buffer: number | undefined },
): Source<T> {
  return isRandomAccess(source) && Number.isFinite(source.size) && buffer === undefined
    ? reorderSource(source, {
        stage: 'shuffle',
        size: source.size,
        seed,
        draw: (random) => permute(random, source.size),
      })
    : shuffleBlocks(source, seed, buffer ?? DEFAULT_BUFFER);
}

/**
 * Shuffles block after block. (A sliding buffer mixes farther, but its position would be its whole content; here it is
 * where the block began and how far it has got.)
 */
function shuffleBlocks<T>(source: Source<T>, seed: number | undefined, buffer: number): Source<T> {
  const { size, randomStages } = source;
  return {
    size,
    randomStages: randomStages + 1,
    open(pass, position) {
      const [count, used, inner] = position === undefined ? [0, 0, undefined] : readList(position, 3);
      const stream = streamOf(`shuffle ${randomStages}`, seed, pass);
      const cursor = source.open(pass, inner);
      let block = readCount(count);
      let blockStart = cursor.position();
      let index = readCount(used, buffer);
      let elements: readonly T[] | undefined;
      let order: Uint32Array = new Uint32Array();
      return {
        async next() {
          for (;;) {
            if (elements === undefined) {
              elements = await readBlock(cursor, buffer);
              order = await permute(stream.child(`block ${block}`), elements.length);
            }
            if (index < elements.length) return { done: false, value: elements[order[index++]!]! };
            if (elements.length === 0) return finished;
            block++;
            index = 0;
            blockStart = cursor.position();
            elements = undefined;
          }
        },
        position: () => [block, index, blockStart],
        close: () => cursor.close(),
      };
    },
  };
}

async function readBlock<T>(cursor: Cursor<T>, length: number): Promise<readonly T[]> {
  const elements: T[] = [];
  while (elements.length < length) {
    await pause();
    const result = await cursor.next();
    if (result.done) break;
    elements.push(result.value);
  }
  return elements;
}
