import type { ExaminationChart } from '../examination-chart.js';

/** Bars side by side below each other: a group for each row, in it a bar for each series. */
export type Bars = {
  readonly title: string;
  readonly description: string;
  /** Their names, shown where there are several: one or two. */
  readonly series: readonly string[];
  /** At least one, each with a value of at least 0 for each series. */
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
  /** Writes a value at the end of its bar. */
  readonly format: (value: number) => string;
};

const WIDTH = 400;
/** Where bars begin, and where the longest one ends: labels stand before, values behind. */
const BARS = { from: 130, to: 330 } as const;
/** Heights: of the title, of the names of series, of a bar, and between groups. */
const SIZE = { title: 26, legend: 20, bar: 12, gap: 8 } as const;
const LONGEST_LABEL = 20;
/** Told apart by everyone, on white and on black (Okabe and Ito). */
const COLORS = ['#0072B2', '#D55E00'] as const;
const SVG = 'http://www.w3.org/2000/svg';

export function barChart(bars: Bars): ExaminationChart {
  const { title, description, series, rows } = bars;
  const legend = series.length > 1 ? SIZE.legend : 0;
  const height = SIZE.title + legend + rows.length * (series.length * SIZE.bar + SIZE.gap);
  return { title, description, width: WIDTH, height, render: (document) => draw(document, bars, height) };
}

type Attributes = Readonly<Record<string, string | number>>;

function draw(document: Document, { title, series, rows, format }: Bars, height: number): SVGSVGElement {
  const element = (name: string, attributes: Attributes, text = ''): SVGElement => {
    const made = document.createElementNS(SVG, name) as SVGElement; // of this namespace
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    if (text !== '') made.appendChild(document.createTextNode(text));
    return made;
  };
  const svg = element('svg', {
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    role: 'img',
    'aria-label': title,
    'font-family': 'system-ui, sans-serif',
    'font-size': 12,
    fill: 'currentColor',
  }) as SVGSVGElement; // so named
  const add = (...of: Parameters<typeof element>): unknown => svg.appendChild(element(...of));
  add('text', { x: 0, y: 14, 'font-size': 14, 'font-weight': 600 }, title);
  let top = SIZE.title;
  if (series.length > 1) {
    for (const [i, name] of series.entries()) {
      const x = BARS.from + i * 90;
      add('rect', { x, y: top, width: SIZE.bar, height: SIZE.bar - 2, fill: COLORS[i]! });
      add('text', { x: x + 18, y: top + SIZE.bar - 2 }, name);
    }
    top += SIZE.legend;
  }
  const most = rows.reduce((all, { values }) => Math.max(all, ...values), 0) || 1;
  for (const { label, values } of rows) {
    const middle = top + (values.length * SIZE.bar) / 2 + 3;
    add('text', { x: BARS.from - 8, y: middle, 'text-anchor': 'end' }, shorten(label));
    for (const [i, value] of values.entries()) {
      const width = (Math.max(0, value) / most) * (BARS.to - BARS.from);
      const y = top + i * SIZE.bar;
      add('rect', { x: BARS.from, y, width, height: SIZE.bar - 2, fill: COLORS[i]! });
      add('text', { x: BARS.from + width + 6, y: y + SIZE.bar - 2 }, format(value));
    }
    top += values.length * SIZE.bar + SIZE.gap;
  }
  return svg;
}

function shorten(label: string): string {
  return label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1)}…`;
}
