import Papa from 'papaparse';
import { MOST_POINTS, type Point } from './points.js';

/** The points of a text, or in words why there are none. */
export type CsvResult = { readonly points: readonly Point[] } | { readonly problem: string };

/**
 * Reads the first two columns of numbers of a CSV text (or one pasted from a spreadsheet) as x and y. A first row
 * without numbers is a heading; the separator is found out.
 */
export function readCsv(text: string): CsvResult {
  const { data } = Papa.parse<string[]>(text.trim(), { skipEmptyLines: 'greedy' });
  const rows = data.map((cells) => cells.map((cell) => cell.trim()).filter((cell) => cell !== ''));
  const hasHeading = rows.length > 0 && rows[0]!.every((cell) => !isNumber(cell));
  const body = hasHeading ? rows.slice(1) : rows;
  if (body.length === 0) return { problem: 'There is no row of numbers. Write one point a line: x, y.' };
  if (body.length > MOST_POINTS) return { problem: `These are ${body.length} rows; at most ${MOST_POINTS} fit.` };
  const points: Point[] = [];
  for (const [i, cells] of body.entries()) {
    const [x, y] = cells.filter(isNumber);
    if (x === undefined || y === undefined) {
      return { problem: `Row ${i + (hasHeading ? 2 : 1)} has no two numbers: “${cells.join(', ')}”.` };
    }
    points.push({ x: Number(x), y: Number(y) });
  }
  return { points };
}

/** The opposite of `readCsv`. */
export function writeCsv(points: readonly Point[]): string {
  return Papa.unparse({ fields: ['x', 'y'], data: points.map(({ x, y }) => [x, y]) }, { newline: '\n' });
}

function isNumber(cell: string): boolean {
  return cell !== '' && Number.isFinite(Number(cell));
}
