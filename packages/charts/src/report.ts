import { describeValue } from '@neurite/core/checks';
import type { Chart } from './chart.js';
import { checkLength, invalid } from './internal/check.js';
import { formatNumber } from './internal/format.js';
import { reportStyle } from './internal/report-style.js';
import { escapeXml } from './internal/svg-document.js';
import { toSvg } from './to-svg.js';

/** A table. Numbers have four digits and are aligned to the right; the first cell of a row is its heading. */
export type ReportTable = {
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
};

/** A paragraph, a table or a chart. */
export type ReportContent = string | ReportTable | Chart;

export type ReportSection = { readonly title: string; readonly content: readonly ReportContent[] };

export type ReportOptions = {
  readonly title: string;
  /** At least one. */
  readonly sections: readonly ReportSection[];
  /** The language of the texts, as in HTML's `lang`. Default `en`. */
  readonly language?: string;
};

/**
 * An HTML page about a run in one file: texts, tables and charts; light or dark as its reader prefers, readable on a
 * phone and on paper. It has no script, and its content security policy forbids loading anything.
 *
 * @returns HTML, the same for the same arguments; strings are escaped, never markup
 * @throws ArgumentError for no sections, and for other content
 * @throws ShapeError for a row of a table with more or fewer cells than columns
 * @example
 * const html = report({
 *   title: 'Digits',
 *   sections: [
 *     {
 *       title: 'Training',
 *       content: ['Five epochs with Adam.', learningCurves([{ epoch: 1, loss: 0.9 }, { epoch: 2, loss: 0.4 }])],
 *     },
 *     { title: 'Settings', content: [{ columns: ['name', 'value'], rows: [['learning rate', 1e-3]] }] },
 *   ],
 * });
 */
export function report({ title, sections, language = 'en' }: ReportOptions): string {
  if (!Array.isArray(sections) || sections.length === 0) {
    throw invalid('report', 'sections', { expected: 'have at least 1 section', received: describeValue(sections) });
  }
  const body = sections.map((section: ReportSection, i) => sectionHtml(section, `sections[${i}]`));
  return `<!doctype html>
<html lang="${escapeXml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<h1>${escapeXml(title)}</h1>
${body.join('\n')}
</main>
</body>
</html>
`;
}

function sectionHtml({ title, content }: ReportSection, argument: string): string {
  if (!Array.isArray(content)) {
    throw invalid('report', `${argument}.content`, { expected: 'be an array', received: describeValue(content) });
  }
  const parts: string[] = [];
  let charts: string[] = [];
  const flush = () => {
    if (charts.length > 0) parts.push(`<div class="charts">\n${charts.join('\n')}\n</div>`);
    charts = [];
  };
  content.forEach((item: ReportContent, i) => {
    // Consecutive charts stand side by side where they fit.
    if (isChart(item)) {
      charts.push(figureHtml(item));
    } else {
      flush();
      parts.push(typeof item === 'string' ? `<p>${typeset(item)}</p>` : tableHtml(item, `${argument}.content[${i}]`));
    }
  });
  flush();
  return `<section>\n<h2>${escapeXml(title)}</h2>\n${parts.join('\n')}\n</section>`;
}

function isChart(item: ReportContent): item is Chart {
  return typeof item === 'object' && item !== null && 'render' in item;
}

/** Wider charts get their own row. */
const wideFrom = 520;
/** Rows of a table of two columns from which it is set in two columns on paper. */
const longFrom = 16;
/** Cells of at most so many characters are short. */
const shortTo = 28;
/** How much a chart grows to fill its column. */
const most = 1.25;

function figureHtml(chart: Chart): string {
  const size = `max-width: ${Math.round(chart.width * most)}px`;
  const wide = chart.width > wideFrom ? ' class="wide"' : '';
  return `<figure${wide} style="${size}">\n${toSvg(chart)}\n<figcaption>${typeset(chart.description)}</figcaption>\n</figure>`;
}

function tableHtml(table: ReportTable, argument: string): string {
  if (typeof table !== 'object' || table === null || !Array.isArray(table.columns) || !Array.isArray(table.rows)) {
    throw invalid('report', argument, { expected: 'be a text, a table or a chart', received: describeValue(table) });
  }
  const { caption, columns, rows } = table;
  rows.forEach((row: readonly (string | number)[], i) => {
    checkLength('report', `${argument}.rows[${i}]`, row, { length: columns.length, as: 'columns' });
  });
  const sides = columns.map((_, at) => sideOf(rows.map((row) => row[at]!)));
  const head = columns.map((column: string, at) => `<th scope="col"${sides[at]}>${typeset(column)}</th>`);
  const cell = (value: string | number, at: number): string => {
    const text = typeset(typeof value === 'number' ? formatNumber(value) : String(value));
    return at === 0 ? `<th scope="row"${sides[at]}>${text}</th>` : `<td${sides[at]}>${text}</td>`;
  };
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`);
  const words = caption === undefined ? '' : `<caption><span>${typeset(caption)}</span></caption>\n`; // read whole where the table is wider than the page
  // A table that is wider than the page can be scrolled by keyboard too.
  const long = columns.length === 2 && rows.length >= longFrom ? ' long' : '';
  const region = `class="table${long}" role="region" tabindex="0" aria-label="${escapeXml(caption ?? columns.join(', '))}"`;
  return `<div ${region}>\n<table>\n${words}<thead><tr>${head.join('')}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>\n</div>`;
}

/** Numbers are aligned to the right; words that are short stay in a line. */
function sideOf(cells: readonly (string | number)[]): string {
  if (cells.length === 0) return '';
  if (cells.every((cell) => typeof cell === 'number')) return ' class="number"';
  return cells.every((cell) => String(cell).length <= shortTo) ? ' class="short"' : '';
}

/** A number and its percent sign stay in a line. */
function typeset(text: string): string {
  return escapeXml(text).replaceAll(/(\d) %/g, '$1\u00a0%');
}
