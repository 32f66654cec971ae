import type { DatasetIterator, Json } from '@neurite/core';
import { pause } from './breathe.js';
import { type Cursor, finished } from './source.js';

/** An iteration as users see it: calls wait for one another, and the end, an error and `return` close the cursor. */
export class PipelineIterator<T> implements DatasetIterator<T> {
  readonly #cursor: Cursor<T>;
  #position: Json;
  #closing: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  /** Promises alone never let timers and input come to their right. */

  constructor(cursor: Cursor<T>) {
    this.#cursor = cursor;
    this.#position = cursor.position();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return this.#queued(async () => {
      if (this.#closing !== undefined) return finished;
      try {
        await pause();
        const result = await this.#cursor.next();
        if (result.done) await this.#close();
        // Only here: an error in the middle of an element leaves the position before that element.
        this.#position = this.#cursor.position();
        return result;
      } catch (error) {
        // What was wrong first is what is told, whatever closing says to it.
        await this.#close().catch(() => {});
        throw error;
      }
    });
  }

  return(): Promise<IteratorResult<T, undefined>> {
    return this.#queued(async () => {
      await this.#close();
      return finished;
    });
  }

  position(): Json {
    return this.#position;
  }

  #close(): Promise<void> {
    this.#closing ??= this.#cursor.close();
    return this.#closing;
  }

  #queued<R>(f: () => Promise<R>): Promise<R> {
    const settled = this.#last.then(f);
    this.#last = settled.catch(() => {});
    return settled;
  }
}
