import type { CallbackState } from '@neurite/core';

/** How much is kept back, in bytes, and for how long, in milliseconds. */
const LIMIT = { bytes: 2 ** 16, milliseconds: 1000 } as const;

/**
 * A file that a logger adds to while a run goes on, and that a resumed run cuts back to where its checkpoint stands. What was
 * written survives the end of the process, however that comes. Node only.
 */
export class AppendFile {
  readonly path: string;
  readonly #descriptor: number;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #written: number;
  #flushed = performance.now();

  /** @param keep how many bytes of the file stay; where it has fewer, those */
  constructor(path: string, keep: number) {
    const { openSync, mkdirSync, fstatSync, ftruncateSync, constants } = process.getBuiltinModule('node:fs');
    const { dirname } = process.getBuiltinModule('node:path');
    mkdirSync(dirname(path), { recursive: true });
    this.path = path;
    this.#descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT);
    this.#written = Math.min(keep, fstatSync(this.#descriptor).size);
    ftruncateSync(this.#descriptor, this.#written);
  }

  write(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    const isDue = performance.now() - this.#flushed > LIMIT.milliseconds;
    if (isDue || this.#waitingBytes >= LIMIT.bytes) this.flush();
  }

  flush(): void {
    const { writeSync } = process.getBuiltinModule('node:fs');
    this.#flushed = performance.now();
    if (this.#waitingBytes === 0) return;
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    try {
      for (let done = 0; done < bytes.length; ) {
        const count = writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#written);
        done += count;
        this.#written += count;
      }
    } catch (error) {
      throw error instanceof Error ? Object.assign(error, { path: this.path }) : error;
    }
  }

  /** Where it stands, for `save` of a callback. */
  get state(): CallbackState {
    this.flush();
    return { json: { path: this.path, bytes: this.#written } };
  }

  close(): void {
    try {
      this.flush();
    } finally {
      process.getBuiltinModule('node:fs').closeSync(this.#descriptor);
    }
  }
}

/** Where a file stood when the run was saved; undefined in a new run. */
export function savedFile(
  saved: CallbackState | undefined,
): { readonly path: string; readonly bytes: number } | undefined {
  return saved?.json as { path: string; bytes: number } | undefined; // `state` made it, in a file that has been checked
}
