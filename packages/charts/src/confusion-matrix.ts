import { checkNumber } from '@neurite/core/checks';
import { ShapeError } from '@neurite/core/errors';
import * as Plot from '@observablehq/plot';
import type { Chart, ChartOptions } from './chart.js';
import { checkLength, checkMatrix, invalid, type Numbers, SMALLEST } from './internal/check.js';
import { element, plot } from './internal/draw.js';
import { formatCount, formatDigits, formatList, formatPercent } from './internal/format.js';
import { frame } from './internal/frame.js';
import { labelAxes } from './internal/label-axes.js';
import { fontSize, palette, textWidth } from './internal/style.js';

export type ConfusionMatrixOptions = ChartOptions & {
  /** The names of the classes, in the order of rows and columns. Default: 0, 1, 2, … */
  readonly labels?: readonly string[];
};

type Cell = { readonly actual: number; readonly predicted: number; readonly count: number; readonly share: number };

/**
 * How often each class was predicted as which: correct ones in blue on the diagonal, mistakes in orange, darker the
 * larger the share of the row. Cells show their counts where they fit.
 *
 * @param counts [classes][classes]: a row for each true class, a column for each predicted one; integers of at least 0
 * @throws ArgumentError for other counts, and options out of range
 * @throws ShapeError for a matrix that is not square, and for more or fewer labels than classes
 * @example
 * const chart = confusionMatrix([[9, 1], [2, 8]], { labels: ['cat', 'dog'] });
 */
export function confusionMatrix(
  counts: readonly Numbers[],
  { labels = counts?.map?.((_, i) => String(i)), title = 'Confusion matrix', width = 400 }: ConfusionMatrixOptions = {},
): Chart {
  const where = 'confusionMatrix';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  checkMatrix(where, 'counts', counts);
  const columns = counts[0]!.length;
  if (columns !== counts.length) {
    const received = `${counts.length} × ${columns}`;
    throw new ShapeError({ where, argument: 'counts', expected: 'have as many columns as rows', received });
  }
  checkLength(where, 'labels', labels, { length: counts.length, as: 'counts has rows' });
  const cells = cellsOf(counts);

  const axes = labelAxes({
    rows: labels,
    columns: labels,
    width,
    rowName: 'true class',
    columnName: 'predicted class',
  });
  const side = axes.inner / labels.length;
  const height = axes.marginTop + axes.inner + 4;
  return frame({
    title,
    description: describe(cells, labels),
    width,
    height,
    draw: (document, top) => [
      plot(document, {
        y0: top,
        width,
        height,
        ...axes.options,
        marks: [
          Plot.cell(
            cells.filter(({ count }) => count > 0),
            {
              x: 'predicted',
              y: 'actual',
              fill: ({ actual, predicted }: Cell) => (actual === predicted ? palette[0] : palette[1]),
              fillOpacity: ({ actual, predicted, share }: Cell) => opacity(share, actual === predicted),
              inset: side > 6 ? 0.5 : 0,
              title: (cell: Cell) => tooltip(cell, labels),
            },
          ),
          ...numbers(cells, side),
          ...axes.marks,
        ],
      }),
      element(document, 'rect', {
        x: axes.marginLeft,
        y: top + axes.marginTop,
        width: axes.inner,
        height: axes.inner,
        fill: 'none',
        stroke: 'currentColor',
        'stroke-opacity': 0.35,
      }),
    ],
  });
}

function cellsOf(counts: readonly Numbers[]): Cell[] {
  return counts.flatMap((row, actual) => {
    const all = Array.from(row);
    const wrong = all.findIndex((count) => !Number.isSafeInteger(count) || count < 0);
    if (wrong >= 0) {
      throw invalid('confusionMatrix', `counts[${actual}]`, {
        expected: 'have integers of at least 0',
        received: `${all[wrong]} at ${wrong}`,
      });
    }
    const total = all.reduce((sum, count) => sum + count, 0);
    return all.map((count, predicted) => ({ actual, predicted, count, share: total === 0 ? 0 : count / total }));
  });
}

/** The square root makes small shares visible; text stays readable on the darkest cell, on light and on dark. */
function opacity(share: number, right: boolean): number {
  return Math.round(Math.sqrt(share) * (right ? 0.8 : 0.72) * 1000) / 1000;
}

function numbers(cells: readonly Cell[], side: number): Plot.Markish[] {
  const most = cells.reduce((largest, { count }) => Math.max(largest, count), 0);
  const widest = textWidth(formatDigits(String(most)), 1);
  const size = Math.min(fontSize + 2, (side - 3) / widest, side * 0.8);
  if (size < 7) return [];
  return [
    Plot.text(
      cells.filter(({ count }) => count > 0),
      {
        x: 'predicted',
        y: 'actual',
        text: ({ count }: Cell) => formatDigits(String(count)),
        fontSize: Math.floor(size * 10) / 10,
        fontVariant: 'tabular-nums',
      },
    ),
  ];
}

function tooltip({ actual, predicted, count, share }: Cell, labels: readonly string[]): string {
  const what = actual === predicted ? 'predicted correctly' : `predicted as ${labels[predicted]}`;
  return `${labels[actual]} ${what}: ${formatDigits(String(count))} (${formatPercent(share)} of its row)`;
}

function describe(cells: readonly Cell[], labels: readonly string[]): string {
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return `${formatCount(labels.length, 'class', 'classes')}, no counts.`;
  const right = cells.reduce((sum, { actual, predicted, count }) => sum + (actual === predicted ? count : 0), 0);
  const mistakes = cells
    .filter(({ actual, predicted, count }) => actual !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ actual, predicted, count }) => {
      return `${labels[actual]} as ${labels[predicted]} (${formatCount(count, 'time')})`;
    });
  const accuracy = `${formatPercent(right / total)} correct: ${formatDigits(String(right))} of ${formatDigits(String(total))}.`;
  return mistakes.length === 0 ? accuracy : `${accuracy} Most frequent confusions: ${formatList(mistakes)}.`;
}
