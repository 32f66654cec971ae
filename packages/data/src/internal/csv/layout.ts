import { ArgumentError, FormatError } from '@neurite/core';
import type { ColumnTypes } from '../../csv-options.js';
import type { CellRules } from './column-builder.js';
import { parseDate, parseNumber } from './parse-cell.js';

/** The columns of a text. */
export type Layout = {
  readonly names: readonly string[];
  /** Whether the first row has the names. */
  readonly header: boolean;
  /** Whether that was recognized rather than said. */
  readonly recognized: boolean;
};

export function layoutOf(
  where: string,
  first: readonly string[],
  {
    header,
    types,
    rules,
  }: {
    readonly header: boolean | readonly string[] | undefined;
    readonly types: ColumnTypes;
    readonly rules: CellRules;
  },
): Layout {
  const isData = (cell: string): boolean => !Number.isNaN(parseNumber(cell, rules)) || !Number.isNaN(parseDate(cell));
  const isHeader = typeof header === 'boolean' ? header : header === undefined && !first.some(isData);
  const usual = (i: number): string => `column ${i + 1}`;
  const written =
    typeof header === 'object' ? header : first.map((cell, i) => (isHeader ? cell.trim() : '') || usual(i));
  if (written.length !== first.length) {
    throw new ArgumentError({
      where,
      argument: 'header',
      expected: `have a name for each of the ${first.length} columns`,
      received: `${written.length}`,
    });
  }
  for (const [i, name] of written.entries()) {
    const other = written.indexOf(name);
    if (other === i) continue;
    throw new FormatError({
      where,
      problem: `columns ${other + 1} and ${i + 1} are both called ${name}`,
      advice: 'Rename one of them',
    });
  }
  for (const name of Object.keys(types)) {
    if (written.includes(name)) continue;
    throw new ArgumentError({
      where,
      argument: 'types',
      expected: `be for columns of the text: ${written.join(', ')}`,
      received: name,
    });
  }
  return { names: written, header: isHeader, recognized: header === undefined };
}

export function isBlank(row: readonly string[]): boolean {
  return row.length === 1 && row[0] === '';
}
