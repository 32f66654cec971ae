import type { Json } from '@neurite/core';
import {
  type Cursor,
  finished,
  isRandomAccess,
  type MaybePromise,
  type Pass,
  randomAccess,
  readCount,
  type Source,
} from '../source.js';

/**
 * Every pass gives what epoch 0 gives; so a run that is resumed in epoch 3, with an empty cache, sees what the unbroken
 * run saw. Another seed begins another cache.
 */
export function cacheSource<T>(source: Source<T>): Source<T> {
  if (isRandomAccess(source)) {
    let elements = new Map<number, MaybePromise<T>>();
    let seed: number | undefined;
    const at = (index: number, pass: Pass): MaybePromise<T> => {
      if (pass.seed !== seed) {
        elements = new Map();
        seed = pass.seed;
      }
      const own = elements;
      if (!own.has(index)) own.set(index, keepUnlessRejected(own, index, source.at(index, { ...pass, epoch: 0 })));
      return own.get(index)!;
    };
    // What can be gathered is in memory already, and its bits are the same each time.
    const { gather } = source;
    return randomAccess({
      size: source.size,
      randomStages: source.randomStages,
      at,
      gather: gather && ((indices, pass) => gather(indices, { ...pass, epoch: 0 })),
    });
  }
  let store: SequentialCache<T> | undefined;
  return {
    size: source.size,
    randomStages: source.randomStages,
    open(pass, position) {
      if (store?.pass.seed !== pass.seed) store = new SequentialCache(source, { ...pass, epoch: 0 });
      return store.open(position === undefined ? 0 : readCount(position));
    },
  };
}

/** An error is not kept: who asks again gets another try. */
function keepUnlessRejected<T>(elements: Map<number, MaybePromise<T>>, index: number, value: MaybePromise<T>) {
  if (!(value instanceof Promise)) return value;
  return value.catch((error: unknown) => {
    elements.delete(index);
    throw error;
  });
}

/** Elements that come one after another, read once for all the iterations that go over them. */
class SequentialCache<T> {
  readonly pass: Pass;
  readonly #source: Source<T>;
  readonly #elements: T[] = [];
  #complete = false;
  #end: Json | undefined;
  #cursor: Cursor<T> | undefined;
  #readers = 0;
  #reading: Promise<void> = Promise.resolve();

  constructor(source: Source<T>, pass: Pass) {
    this.#source = source;
    this.pass = pass;
  }

  open(start: number): Cursor<T> {
    this.#readers++;
    let index = start;
    return {
      next: async () => {
        while (index >= this.#elements.length && !this.#complete) await this.#readUntil(index);
        if (index >= this.#elements.length) return finished;
        return { done: false, value: this.#elements[index++]! };
      },
      position: () => index,
      close: async () => {
        this.#readers--;
        // Readers take turns, so that nobody's read is cut off and no element is read twice.
        await this.#reading.catch(() => {});
        if (this.#readers === 0) await this.#closeSource();
      },
    };
  }

  #readUntil(index: number): Promise<void> {
    const read = async (): Promise<void> => {
      while (this.#elements.length <= index && !this.#complete) {
        this.#cursor ??= this.#source.open(this.pass, this.#end);
        let result: IteratorResult<T, undefined>;
        try {
          result = await this.#cursor.next();
        } catch (error) {
          await this.#closeSource();
          throw error;
        }
        if (result.done) {
          this.#complete = true;
          await this.#closeSource();
        } else {
          this.#elements.push(result.value);
          this.#end = this.#cursor.position();
        }
      }
    };
    this.#reading = this.#reading.catch(() => {}).then(read);
    return this.#reading;
  }

  async #closeSource(): Promise<void> {
    const cursor = this.#cursor;
    this.#cursor = undefined;
    await cursor?.close();
  }
}
