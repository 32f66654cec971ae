import { checkOptions, NeuriteError } from '@neurite/core';
import type { CsvOptions } from './csv-options.js';
import { byteSource, type FileSource } from './internal/byte-source.js';
import { CSV_OPTIONS, readTable } from './internal/csv/read-table.js';
import { decodeText } from './internal/decode-text.js';
import type { CsvData } from './parse-csv.js';

/** How a file is read. What is left out is recognized, and stated in the result. */
export type ReadCsvOptions = CsvOptions & {
  /** A label of the WHATWG Encoding Standard, such as `windows-1252`. Default: UTF-8, or UTF-16 with a byte-order mark. */
  readonly encoding?: string;
};

/**
 * Reads a file of comma- or tab-separated values, as `parseCsv` does a text. Needs the npm package `papaparse`.
 *
 * @param file a path or `file:` URL (Node), or a Blob
 * @throws FormatError as `parseCsv`, and when the file cannot be read or is not of its encoding; the error names it
 * @throws ArgumentError as `parseCsv`
 * @example
 * const file = new Blob(['day,close\n2024-01-02,4742.83\n2024-01-03,4704.81\n']);
 * const { table } = await readCsv(file);
 * table.columns['day']?.type; // date
 */
export async function readCsv(file: FileSource, options: ReadCsvOptions = {}): Promise<CsvData> {
  checkOptions('readCsv', options, [...CSV_OPTIONS, 'encoding']);
  const { encoding, ...rest } = options;
  const source = byteSource('readCsv', file);
  try {
    return await readTable('readCsv', { text: () => decodeText('readCsv', source.open(0), encoding), options: rest });
  } catch (error) {
    throw error instanceof NeuriteError ? error.within(source.name) : error;
  }
}
