import { resolveOptions } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { byteSource, type FileSource } from './internal/byte-source.js';
import { lineSource } from './internal/line-source.js';

/** How lines are read. */
export type TextLinesOptions = {
  /** An ASCII superset by its label in the WHATWG Encoding Standard, such as `windows-1252`. Default: UTF-8. */
  readonly encoding?: string;
};

/**
 * A dataset of the lines of a file, which may be larger than memory. Lines end with `\n` or `\r\n`; a byte-order mark is
 * left out, and a last line without an end counts.
 *
 * The position is the byte at which the next line begins, so that going on in the middle reads nothing before it.
 *
 * @param file a path or `file:` URL (Node), or a Blob
 * @throws FormatError when iterating: where the file cannot be read, or a line is not of the encoding, with its byte
 * @example
 * const lines = textLines(new Blob(['to be\nor not to be\n']));
 * await lines.map((line) => line.split(' ').length).toArray(); // [2, 4]
 */
export function textLines(file: FileSource, options: TextLinesOptions = {}): DataPipeline<string> {
  const { encoding } = resolveOptions('textLines', options, { encoding: 'utf-8' });
  return new DataPipeline(lineSource('textLines', byteSource('textLines', file), { encoding, parse: (line) => line }));
}
