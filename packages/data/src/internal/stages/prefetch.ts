import type { Json } from '@neurite/core';
import { type Cursor, finished, type Source } from '../source.js';

type Fetched<T> = { readonly result: IteratorResult<T, undefined>; readonly position: Json };

/** Gives up access by index: who asks for one element asks for no other. */
export function prefetchSource<T>({ size, randomStages, open }: Source<T>, count: number): Source<T> {
  return {
    size,
    randomStages,
    open: (pass, position) => new PrefetchCursor(open(pass, position), count),
  };
}

class PrefetchCursor<T> implements Cursor<T> {
  readonly #cursor: Cursor<T>;
  readonly #count: number;
  readonly #fetched: Promise<Fetched<T>>[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #position: Json;
  #stopped = false;

  constructor(cursor: Cursor<T>, count: number) {
    this.#cursor = cursor;
    this.#count = count;
    this.#position = cursor.position();
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    // The one that is asked for, and `count` that are read while the consumer works on it.
    while (this.#fetched.length <= this.#count) this.#fetch();
    const { result, position } = await this.#fetched.shift()!;
    this.#position = position;
    return result;
  }

  position(): Json {
    return this.#position;
  }

  async close(): Promise<void> {
    this.#stopped = true;
    await this.#last;
    await this.#cursor.close();
  }

  #fetch(): void {
    const fetched = this.#last.then(async (): Promise<Fetched<T>> => {
      const result = this.#stopped ? finished : await this.#cursor.next();
      if (result.done) this.#stopped = true;
      return { result, position: this.#cursor.position() };
    });
    this.#fetched.push(fetched);
    // An error is told by the `next` that comes to it, and ends the reading ahead.
    this.#last = fetched.catch(() => {
      this.#stopped = true;
    });
  }
}
