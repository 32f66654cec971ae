import { readFile } from 'node:fs/promises';
import { FormatError } from '@neurite/core/errors';
import { readCsv } from '@neurite/data/read-csv';
import { fold, normalize } from '@neurite/translator-model/normalize';
import type { Pair } from '@neurite/translator-model/pair';

/**
 * Reads phrases and their translations: two columns between tabs, or of a CSV file. Further columns are left out, as is a
 * number before each phrase (Tatoeba's form).
 *
 * @throws FormatError when a line has no two phrases
 */
export async function readPairs(path: string): Promise<Pair[]> {
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  const rows = text.includes('\t') ? linesOf(text) : await cellsOf(path);
  const pairs = rows.map(([row, cells]): Pair => {
    const numbered = cells.length >= 4 && /^\d+$/.test(cells[0]!) && /^\d+$/.test(cells[2]!);
    const [source, target] = (numbered ? [cells[1]!, cells[3]!] : cells).map(normalize);
    if (!source || !target) {
      throw new FormatError({
        where: path,
        problem: `line ${row} has no two phrases`,
        advice: 'Write a phrase, a tab and its translation into each line',
      });
    }
    return { source, target, category: 'phrases', group: fold(source) };
  });
  if (pairs.length >= 20) return pairs;
  throw new FormatError({
    where: path,
    problem: `the file has ${pairs.length} phrases`,
    advice: 'At least 20 are needed',
  });
}

type Row = readonly [line: number, cells: readonly string[]];

function linesOf(text: string): Row[] {
  return text.split(/\r?\n/).flatMap((line, i): Row[] => (line.trim() === '' ? [] : [[i + 1, line.split('\t')]]));
}

/** Read as text, so that a date stays as it is written. */
async function cellsOf(path: string): Promise<Row[]> {
  const options = { header: false, ragged: 'fill' } as const;
  const names = Object.keys((await readCsv(path, options)).table.columns);
  const types = Object.fromEntries(names.map((name) => [name, 'text'] as const));
  const { table } = await readCsv(path, { ...options, types });
  const columns = Object.values(table.columns);
  return Array.from({ length: table.size }, (_, i) => [i + 1, columns.map((column) => String(column.values[i] ?? ''))]);
}
