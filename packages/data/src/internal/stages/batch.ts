import type { Stacked } from '../../stacked.js';
import { finishWithPauses, pause, type Steps } from '../breathe.js';
import {
  finished,
  isRandomAccess,
  type MaybePromise,
  type Pass,
  randomAccess,
  readCount,
  readList,
  type Source,
} from '../source.js';
import { stackElements } from '../stack-elements.js';

/** Elements between two looks at the clock. */
const PIECE = 64;

/** How elements become a batch; `first` is the index of the first of them, for errors. */
export type Stack<T, Batch> = (elements: readonly T[], first: number) => Steps<Batch>;

export function batchSource<T>(source: Source<T>, batchSize: number, keepRemainder: boolean): Source<Stacked<T>> {
  const stack: Stack<T, Stacked<T>> = (elements, first) => stackElements(elements, 'batch', first);
  const { gather } = source;
  return batchBy(source, { batchSize, keepRemainder, stack, gather });
}

export function batchBy<T, Batch>(
  source: Source<T>,
  {
    batchSize,
    keepRemainder,
    stack,
    gather,
  }: {
    readonly batchSize: number;
    readonly keepRemainder: boolean;
    readonly stack: Stack<T, Batch>;
    /** A faster way to what `stack` gives. */
    readonly gather?: ((indices: Float64Array, pass: Pass) => MaybePromise<Batch | undefined>) | undefined;
  },
): Source<Batch> {
  const round = keepRemainder ? Math.ceil : Math.floor;
  const size = source.size === undefined ? undefined : round(source.size / batchSize);
  if (isRandomAccess(source)) {
    const at = async (index: number, pass: Pass): Promise<Batch> => {
      const first = index * batchSize;
      const length = Math.min(batchSize, source.size - first);
      const gathered = await gather?.(
        Float64Array.from({ length }, (_, i) => first + i),
        pass,
      );
      if (gathered !== undefined) return gathered;
      // All at once, so that functions that wait (for a file, say) wait together; with pauses to ask for many.
      const asked: MaybePromise<T>[] = [];
      for (let i = 0; i < length; i++) {
        if (i % PIECE === 0) await pause();
        const one = source.at(first + i, pass);
        if (one instanceof Promise) one.catch(() => {}); // told below, and not unheard while there is a pause
        asked.push(one);
      }
      return finishWithPauses(stack(await Promise.all(asked), first));
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
            await pause();
            const result = await cursor.next();
            if (result.done) break;
            elements.push(result.value);
          }
          if (elements.length === 0 || (elements.length < batchSize && !keepRemainder)) return finished;
          const value = await finishWithPauses(stack(elements, first));
          first += elements.length;
          return { done: false, value };
        },
        position: () => [first, cursor.position()],
        close: () => cursor.close(),
      };
    },
  };
}
