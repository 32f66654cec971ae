import { FormatError, type Json } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { byteSource, type FileSource } from './internal/byte-source.js';
import { lineSource } from './internal/line-source.js';

/**
 * A dataset of the values of a file with one JSON value in each line (JSON Lines, NDJSON), which may be larger than
 * memory. Blank lines are left out.
 *
 * The position is the byte at which the next line begins, so that going on in the middle reads nothing before it.
 *
 * @param file a path or `file:` URL (Node), or a Blob
 * @returns the values as they are; `fromRecords(await jsonLines(file).toArray())` makes columns of records
 * @throws FormatError when iterating: where the file cannot be read, or a line is not JSON, with the byte at which it
 *   begins
 * @example
 * const file = new Blob(['{"text":"a fine day","label":1}\n{"text":"a bad one","label":0}\n']);
 * const examples = jsonLines<{ text: string; label: number }>(file);
 * (await examples.toArray())[1]?.label; // 0
 * @see https://jsonlines.org
 */
export function jsonLines<T = Json>(file: FileSource): DataPipeline<T> {
  const source = byteSource('jsonLines', file);
  const parse = (line: string, at: number): T | undefined => {
    if (line.trim() === '') return undefined;
    try {
      return JSON.parse(line) as T; // what the caller says that the file holds
    } catch (cause) {
      const start = line.length <= 40 ? line : `${line.slice(0, 40)}…`;
      throw new FormatError({
        where: 'jsonLines',
        problem: `the line at byte ${at} of ${source.name} is not JSON: ${start}`,
        cause,
      });
    }
  };
  return new DataPipeline(lineSource('jsonLines', source, { encoding: 'utf-8', parse }));
}
