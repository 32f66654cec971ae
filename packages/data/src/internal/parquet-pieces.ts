import { turn } from './breathe.js';

/** Rows that are asked for at a time. */
const ROWS = 2 ** 15;

/** A run of values of a column, and which rows they are of. */
export type ParquetRun = {
  readonly columnData: ArrayLike<unknown>;
  readonly rowStart: number;
  readonly rowEnd: number;
};

/**
 * The values of a column in pieces, with a turn of the event loop before and after each: the reader decodes a page of the
 * file, and all that it is asked for, at once.
 *
 * @param groups the rows of each row group
 * @param read gives the runs that a range of rows within one group is in; they may begin before it and end behind it
 */
export async function* parquetPieces(
  groups: readonly number[],
  read: (rowStart: number, rowEnd: number) => Promise<readonly ParquetRun[]>,
): AsyncGenerator<Iterable<unknown>> {
  let groupStart = 0;
  for (const rows of groups) {
    const end = groupStart + rows;
    for (let row = groupStart; row < end; ) {
      const before = row;
      await turn();
      const runs = await read(row, Math.min(row + ROWS, end));
      await turn();
      for (const { columnData, rowStart, rowEnd } of runs) {
        // Pages are decoded whole, and each of them but once.
        if (rowEnd <= row) continue;
        yield valuesFrom(columnData, row - rowStart);
        row = rowEnd;
      }
      if (row === before) return; // the file has fewer values than it says
    }
    groupStart = end;
  }
}

function valuesFrom(data: ArrayLike<unknown>, start: number): Iterable<unknown> {
  const list = data as ArrayLike<unknown> & Iterable<unknown> & { slice(start: number): Iterable<unknown> }; // an array or a typed array
  return start > 0 ? list.slice(start) : list;
}

/** A file in memory of which the reader gets parts, the last one without another copy. */
export function partsOf(buffer: ArrayBuffer): { byteLength: number; slice(start: number, end?: number): ArrayBuffer } {
  let last: { readonly start: number; readonly end: number | undefined; readonly part: ArrayBuffer } | undefined;
  return {
    byteLength: buffer.byteLength,
    slice(start, end) {
      if (last?.start !== start || last.end !== end) last = { start, end, part: buffer.slice(start, end) };
      return last.part;
    },
  };
}
