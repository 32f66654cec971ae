import { ArgumentError, FormatError } from '@neurite/core';
import { pause } from './breathe.js';
import type { ByteSource } from './byte-source.js';
import { makeDecoder } from './decode-text.js';
import { join } from './join.js';
import { finished, readCount, type Source } from './source.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export type LineReading<T> = {
  readonly encoding: string;
  /** @returns undefined for a line that is left out */
  readonly parse: (line: string, at: number) => T | undefined;
};

/** A line of a file, and the byte behind its end. */
type Line = { readonly bytes: Uint8Array; readonly start: number; readonly end: number };

/** What the lines of a file say; the position is the byte at which the next one begins. */
export function lineSource<T>(where: string, file: ByteSource, { encoding, parse }: LineReading<T>): Source<T> {
  const decoder = makeDecoder(where, encoding);
  if (decoder.encoding.startsWith('utf-16')) {
    const expected = 'have line ends of one byte, as utf-8 and windows-1252 have';
    throw new ArgumentError({ where, argument: 'encoding', expected, received: encoding });
  }
  const decode = ({ bytes, start }: Line): string => {
    try {
      return decoder.decode(bytes);
    } catch (cause) {
      throw new FormatError({
        where,
        problem: `the line at byte ${start} of ${file.name} is not ${decoder.encoding}`,
        cause,
      });
    }
  };
  return {
    size: undefined,
    randomStages: 0,
    open(_, position) {
      let at = position === undefined ? 0 : readCount(position);
      let lines: AsyncIterator<Line> | undefined;
      return {
        async next() {
          lines ??= linesFrom(file, at)[Symbol.asyncIterator]();
          for (;;) {
            await pause();
            const line = await lines.next();
            if (line.done) return finished;
            const value = parse(decode(line.value), line.value.start);
            at = line.value.end;
            if (value !== undefined) return { done: false, value };
          }
        },
        position: () => at,
        close: async () => {
          await lines?.return?.();
        },
      };
    },
  };
}

async function* linesFrom(file: ByteSource, start: number): AsyncGenerator<Line> {
  /** Pieces of a line whose end has not come yet. */
  let held: Uint8Array[] = [];
  let lineStart = start;
  const line = (last: Uint8Array, end: number): Line => {
    const bytes = held.length === 0 ? last : join([...held, last]);
    const length = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    const made = { bytes: bytes.subarray(0, length), start: lineStart, end };
    held = [];
    lineStart = end;
    return made;
  };
  let chunkStart = start;
  for await (const chunk of file.open(start)) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      yield line(chunk.subarray(from, end), chunkStart + end + 1);
      from = end + 1;
    }
    if (from < chunk.length) held.push(chunk.slice(from));
    chunkStart += chunk.length;
  }
  if (held.length > 0) yield line(new Uint8Array(), chunkStart);
}
