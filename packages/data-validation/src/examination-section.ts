import type { ColumnProfile, Examination } from './examination.js';
import { describePart, evidence, groupFindings, headline } from './examination-text.js';
import { percent, short } from './internal/words.js';

/** A table of a report: numbers are aligned to the right, the first cell of a row is its heading. */
export type ExaminationTable = {
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
};

/** A section that `report` of `@neurite/charts` takes. */
export type ExaminationSection = { readonly title: string; readonly content: readonly (string | ExaminationTable)[] };

/** More columns make no table that anybody reads. */
const MOST_COLUMNS = 40;
/** The most findings of one kind that are written out. */
const MOST_SENTENCES = 8;

/**
 * An examination as a section of an HTML report: the findings with what to do, the columns in numbers, and all checks.
 *
 * @returns texts and tables, for `sections` of `report` in `@neurite/charts`
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
  return {
    title: 'Is the data fit to learn from?',
    content: [
      [headline(examination), ...parts, ...assumptions].join('\n'),
      ...groupFindings(findings).map(({ severity, title, advice, same }) =>
        [
          `${severity.toUpperCase()} · ${title}`,
          ...same.slice(0, MOST_SENTENCES).map((finding) => `${finding.sentence} ${capital(evidence(finding))}.`),
          ...(same.length > MOST_SENTENCES ? [`And ${same.length - MOST_SENTENCES} more.`] : []),
          `→ ${advice}`,
        ].join('\n'),
      ),
      ...remarks,
      ...columnTables(examination),
      {
        caption: 'Checks',
        columns: ['check', 'result'],
        rows: checks.map(({ title, status, reason }) => [title, reason === undefined ? status : `skipped: ${reason}`]),
      },
    ],
  };
}

function columnTables({ train, test }: Examination): ExaminationTable[] {
  return Object.entries({ train, test }).flatMap(([name, part]) => {
    if (part === undefined) return [];
    const shown = part.columns.slice(0, MOST_COLUMNS);
    const more = part.columns.length > MOST_COLUMNS ? `, the first ${MOST_COLUMNS} of ${part.columns.length}` : '';
    return [
      {
        caption: `Columns of ${name}${more}`,
        columns: ['column', 'role', 'missing', 'distinct', 'values'],
        rows: shown.map((column) => [
          column.name,
          column.role,
          percent(column.missing / part.rows),
          column.distinct,
          describeValues(column),
        ]),
      },
    ];
  });
}

/** `1.2 to 9.5, half of them 3.1 to 4.4`, or the most frequent words. */
function describeValues({ numbers, most }: ColumnProfile): string {
  if (numbers !== undefined) {
    const { least, lowerQuartile, upperQuartile, greatest } = numbers;
    return `${short(least)} to ${short(greatest)}, half of them ${short(lowerQuartile)} to ${short(upperQuartile)}`;
  }
  if (most === undefined) return '';
  return most.map(({ word, count }) => `${word} ${count.toLocaleString('en-US')}`).join(', ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
