import { type CsvTable, parseCell, readTable } from '../table/csv-table.js';
import { MOST_CLASSES, MOST_DRAWN } from './network-config.js';
import { REACH, type Sample } from './samples.js';

/** Points of a table, or in words why there are none. */
export type ClassPoints = { readonly points: readonly Sample[]; readonly note: string; readonly problem: string };

/** How far from the middle of the plane the outermost points are put. */
const FARTHEST = REACH - 1;

/**
 * Reads points with classes from a CSV text: two columns of numbers and one of classes, the last that is not used for
 * numbers. Both columns of numbers are scaled to the plane. Nothing is left out: a cell that cannot be used is named.
 */
export function readClassPoints(text: string): ClassPoints {
  const table = readTable(text.replace(/^\uFEFF/, ''));
  const { rows, heading, decimalComma } = table;
  const refused = (problem: string): ClassPoints => ({ points: [], note: '', problem });
  if (rows.length === 0) return refused('There is no row of numbers. Write one point a line: x1, x2, class.');
  if (rows.length > MOST_DRAWN) return refused(`These are ${rows.length} rows; at most ${MOST_DRAWN} fit.`);
  const columns = columnsOf(table);
  if (columns === undefined) {
    return refused('Two columns of numbers and one of classes are needed: x1, x2, class.');
  }
  const [first, second, last] = columns;
  const name = (column: number): string => heading?.[column] || `column ${column + 1}`;
  for (const { row, cells } of rows) {
    for (const column of [first, second]) {
      const cell = cells[column] ?? '';
      if (Number.isNaN(parseCell(cell, decimalComma))) {
        return refused(`Row ${row}, column ${column + 1} is not a number: “${cell}”.`);
      }
    }
    if ((cells[last] ?? '') === '') return refused(`Row ${row} has no class in column ${last + 1}.`);
  }
  const classes = [...new Set(rows.map(({ cells }) => cells[last]!))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  if (classes.length < 2 || classes.length > MOST_CLASSES) {
    return refused(
      `${name(last)} has ${classes.length} different values; 2 to ${MOST_CLASSES} classes can be learned.`,
    );
  }
  const scaled = [first, second].map((column) =>
    scaledToPlane(rows.map(({ cells }) => parseCell(cells[column]!, decimalComma))),
  );
  return {
    points: rows.map(({ cells }, i) => ({
      x1: scaled[0]![i]!,
      x2: scaled[1]![i]!,
      label: classes.indexOf(cells[last]!),
    })),
    note: `Read ${rows.length} rows: x₁ is ${name(first)}, x₂ is ${name(second)}, each scaled to the plane; ${classes
      .map((one, i) => `class ${i + 1} is ${one}`)
      .join(', ')}.`,
    problem: '',
  };
}

/** The first two columns that hold numbers, and the last of the others. */
function columnsOf({ rows, heading, decimalComma }: CsvTable): readonly [number, number, number] | undefined {
  const width = Math.max(heading?.length ?? 0, ...rows.map(({ cells }) => cells.length));
  const all = Array.from({ length: width }, (_, column) => column);
  const numeric = all.filter((column) => {
    const numbers = rows.filter(({ cells }) => !Number.isNaN(parseCell(cells[column] ?? '', decimalComma)));
    return 2 * numbers.length >= rows.length;
  });
  const [first, second] = numeric;
  if (first === undefined || second === undefined) return undefined;
  const last = all.findLast((column) => column !== first && column !== second);
  return last === undefined ? undefined : [first, second, last];
}

function scaledToPlane(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // Values that are all equal stay in the middle.
  const half = (high - low) / 2 || 1;
  return values.map((value) => Number((((value - (low + high) / 2) / half) * FARTHEST).toFixed(1)));
}
