import { type FileHandle, open } from 'node:fs/promises';
import type { RunInfo } from '../messages.js';
import { type Line, RunRecord } from './run-record.js';

/** Bytes that are read at a time: between them the event loop turns. */
const CHUNK = 2 ** 20;
/** Bytes before the place that was reached, which must still stand there. */
const SEAM = 64;
const NEWLINE = 10;

/** The file of a run, read as it grows. */
export class RunLog {
  readonly name: string;
  readonly #path: string;
  #record: RunRecord;
  /** Where the first line that has not been read begins. */
  #at = 0;
  #seam: Buffer = Buffer.alloc(0);
  #missing: string | undefined;
  #refreshing: Promise<boolean> | undefined;

  constructor(name: string, path: string) {
    this.name = name;
    this.#path = path;
    this.#record = new RunRecord(name);
  }

  get record(): RunRecord {
    return this.#record;
  }

  info(): RunInfo {
    const info = this.#record.info();
    return this.#missing === undefined ? info : { ...info, problem: this.#missing };
  }

  /**
   * Reads the lines that were added; all of them again where the file was cut back, as by a run that goes on from a checkpoint.
   * A last line without its end is left for the next time.
   *
   * @returns whether anything changed
   */
  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** A line once more. */
  async lineAt({ at, length }: Line): Promise<string> {
    return withFile(this.#path, async (file) => {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file.read(bytes, 0, length, at);
      return bytes.toString('utf8', 0, bytesRead);
    });
  }

  async #read(): Promise<boolean> {
    try {
      const changed = await withFile(this.#path, (file) => this.#readFrom(file));
      const wasMissing = this.#missing !== undefined;
      this.#missing = undefined;
      return changed || wasMissing;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      const problem = `its file cannot be read (${code})`;
      const isNew = this.#missing !== problem;
      this.#missing = problem;
      return isNew;
    }
  }

  async #readFrom(file: FileHandle): Promise<boolean> {
    let { size } = await file.stat();
    let changed = false;
    if (!(await this.#stillFollows(file, size))) {
      this.#record = new RunRecord(this.name);
      this.#at = 0;
      this.#seam = Buffer.alloc(0);
      changed = true;
    }
    let rest: Buffer = Buffer.alloc(0);
    let from = this.#at;
    while (from < size) {
      const chunk = Buffer.alloc(Math.min(CHUNK, size - from));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, from);
      if (bytesRead === 0) break;
      from += bytesRead;
      rest = this.#take(Buffer.concat([rest, chunk.subarray(0, bytesRead)]));
      changed = true;
      if (from === size) size = (await file.stat()).size;
    }
    return changed;
  }

  /** Takes whole lines and returns what is behind the last one. */
  #take(bytes: Buffer): Buffer {
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      const length = end - from;
      if (length > 0) this.#record.add(bytes.toString('utf8', from, end), { at: this.#at + from, length });
      from = end + 1;
    }
    if (from > 0) {
      this.#at += from;
      this.#seam = Buffer.from(bytes.subarray(Math.max(0, from - SEAM), from));
    }
    return bytes.subarray(from);
  }

  async #stillFollows(file: FileHandle, size: number): Promise<boolean> {
    if (size < this.#at) return false;
    const { length } = this.#seam;
    if (length === 0) return true;
    const now = Buffer.alloc(length);
    const { bytesRead } = await file.read(now, 0, length, this.#at - length);
    return bytesRead === length && now.equals(this.#seam);
  }
}

async function withFile<Result>(path: string, use: (file: FileHandle) => Promise<Result>): Promise<Result> {
  const file = await open(path, 'r');
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
