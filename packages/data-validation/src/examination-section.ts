import type { ColumnProfile, Examination } from './examination.js';
import type { ExaminationChart } from './examination-chart.js';
import { examinationCharts } from './examination-charts.js';
import { describePart, groupFindings, headline } from './examination-text.js';
import type { Finding } from './finding.js';
import { percent, pText, quoted, short } from './internal/words.js';

/** A table of a report: numbers are aligned to the right, the first cell of a row is its heading. */
export type ExaminationTable = {
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
};

/** A section that `report` of `@neurite/charts` takes. */
export type ExaminationSection = {
  readonly title: string;
  readonly content: readonly (string | ExaminationChart | ExaminationTable)[];
};

/** More columns make no table that anybody reads. */
const MOST_COLUMNS = 40;
/** The most findings of one kind that are written out. */
const MOST_SENTENCES = 8;
/** The most rows that a finding names. */
const MOST_ROWS = 5;

/**
 * An examination as a section of an HTML report: the findings with what to do, and in numbers; charts; the columns; all checks.
 *
 * @returns texts, charts and tables, for `sections` of `report` in `@neurite/charts`
 * @example
 * const x = { rows: 3, columns: 1, data: Float64Array.of(1, 1, 1) };
 * const { title, content } = examinationSection(await examine({ x }));
 */
export function examinationSection(examination: Examination): ExaminationSection {
  const { findings, train, test, checks, assumptions } = examination;
  const parts = Object.entries({ train, test }).flatMap(([name, part]) =>
    part === undefined ? [] : [describePart(name, part)],
  );
  const remarks = checks.flatMap(({ status, remark }) => (remark === undefined || status === 'found' ? [] : [remark]));
  const texts = [
    [headline(examination), ...parts, ...assumptions].join('\n'),
    ...groupFindings(findings).map(({ severity, title, advice, same }) =>
      [
        `${severity.toUpperCase()} · ${title}`,
        ...same.slice(0, MOST_SENTENCES).map(({ sentence }) => sentence),
        ...(same.length > MOST_SENTENCES ? [`And ${same.length - MOST_SENTENCES} more.`] : []),
        `→ ${advice}`,
      ].join('\n'),
    ),
    ...remarks,
  ];
  return {
    title: 'Is the data fit to learn from?',
    content: [
      ...texts.map(quoted),
      ...examinationCharts(examination),
      ...(findings.length === 0 ? [] : [findingTable(findings)]),
      ...columnTables(examination),
      {
        caption: 'Checks',
        columns: ['check', 'result'],
        rows: checks.map(({ title, status, reason }) => [
          title,
          reason === undefined ? status : quoted(`skipped: ${reason}`),
        ]),
      },
    ],
  };
}

function findingTable(findings: readonly Finding[]): ExaminationTable {
  return withoutEmpty({
    caption: 'Findings in numbers',
    columns: ['finding', 'column', 'value', 'threshold', unbroken('corrected p'), 'what is measured', 'rows'],
    rows: findings.map(({ title, column = '', value, threshold, measure, pValue, part, rows, rowCount }) => [
      title,
      column,
      short(value),
      threshold === 0 ? '' : short(threshold),
      pValue === undefined ? '' : pText(pValue),
      unbroken(measure),
      rowCount === 0
        ? ''
        : unbroken(`${part} ${rows.slice(0, MOST_ROWS).join(', ')}${rowCount > MOST_ROWS ? ', …' : ''}`),
    ]),
  });
}

function columnTables({ train, test }: Examination): ExaminationTable[] {
  return Object.entries({ train, test }).flatMap(([name, part]) => {
    if (part === undefined) return [];
    const shown = part.columns.slice(0, MOST_COLUMNS);
    const more = part.columns.length > MOST_COLUMNS ? `, the first ${MOST_COLUMNS} of ${part.columns.length}` : '';
    return [
      withoutEmpty({
        caption: `Columns of ${name}${more}`,
        columns: ['column', 'role', 'missing', 'distinct', 'least', 'median', 'greatest', 'most frequent'],
        rows: shown.map((column) => [
          column.name,
          column.role,
          percent(column.missing / part.rows),
          column.distinct,
          ...describeNumbers(column),
          (column.most ?? []).map(({ word, count }) => unbroken(`${word} ${count.toLocaleString('en-US')}`)).join(', '),
        ]),
      }),
    ];
  });
}

function describeNumbers({ kind, numbers }: ColumnProfile): readonly string[] {
  if (numbers === undefined) return ['', '', ''];
  const write = kind === 'date' ? (value: number) => new Date(value).toISOString().slice(0, 10) : short;
  return [numbers.least, numbers.median, numbers.greatest].map(write);
}

/** A table without the columns that have nothing in any row. */
function withoutEmpty({ columns, rows, ...caption }: ExaminationTable): ExaminationTable {
  const kept = columns.map((_, at) => rows.some((row) => row[at] !== ''));
  const keep = <T>(cells: readonly T[]): T[] => cells.filter((_, at) => kept[at]);
  return { ...caption, columns: keep(columns), rows: rows.map(keep) };
}

/** With spaces that no line breaks at: narrow pages scroll a table rather than make its rows high. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
