import { checkNumber, describeValue } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, PlotOptions } from './chart.js';
import { checkFinite, invalid, SMALLEST } from './internal/check.js';
import { plot } from './internal/draw.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { shortenText } from './internal/style.js';
import { rangeOf } from './internal/ticks.js';
import { valueColors } from './internal/value-colors.js';

/** A trial: what it chose, by name, and what came of it. */
export type ParallelRow = {
  /** What is missing has no place on its axis, and the line leaves it out. */
  readonly values: Readonly<Record<string, number | string | boolean | null | undefined>>;
  /** What colors its line: finite. */
  readonly value: number;
};

export type ParallelCoordinatesOptions = PlotOptions & {
  /** The axes whose numbers are logarithmic. Default: none. */
  readonly logarithmic?: readonly string[];
  /** What colors the lines. Default `value`. */
  readonly quantity?: string;
};

const WHERE = 'parallelCoordinates';
const TOP = 44;
const BOTTOM = 22;

type AxisOfRows = {
  readonly name: string;
  /** From 0 at the bottom to 1 at the top; undefined for what has no place. */
  readonly at: (value: unknown) => number | undefined;
  readonly labels: readonly { readonly at: number; readonly text: string }[];
};

/**
 * Each trial as a line across an axis for each hyperparameter, bright where its result is high: which values good trials share.
 * Numbers go from the smallest at the bottom to the largest at the top; other values are in the order in which they appear.
 *
 * @throws ArgumentError for no rows, rows without values, results that are not finite, and options out of range
 * @example
 * const chart = parallelCoordinates(
 *   [
 *     { values: { learningRate: 1e-3, optimizer: 'adam' }, value: 0.9 },
 *     { values: { learningRate: 1e-2, optimizer: 'sgd' }, value: 0.8 },
 *   ],
 *   { logarithmic: ['learningRate'], quantity: 'accuracy' },
 * );
 */
export function parallelCoordinates(
  rows: readonly ParallelRow[],
  {
    logarithmic = [],
    quantity = 'value',
    title = 'Parallel coordinates',
    width = 640,
    height = 280,
  }: ParallelCoordinatesOptions = {},
): Chart {
  checkNumber(WHERE, 'width', width, { atLeast: SMALLEST });
  checkNumber(WHERE, 'height', height, { atLeast: SMALLEST });
  const names = [
    ...new Set((Array.isArray(rows) ? rows : []).flatMap(({ values }: ParallelRow) => Object.keys(values))),
  ];
  if (names.length === 0)
    throw invalid(WHERE, 'rows', { expected: 'have at least 1 row with values', received: describeValue(rows) });
  checkFinite(
    WHERE,
    'value',
    rows.map(({ value }) => value),
  );
  const axes = names.map((name) => axisOf(name, rows, logarithmic.includes(name)));
  const { colorOf, legend } = valueColors(
    rows.map(({ value }) => value),
    quantity,
  );
  // The best ones last, on top.
  const order = rows.map((row, i) => ({ ...row, i })).sort((a, b) => a.value - b.value);
  const best = order.at(-1)!;
  const points = order.flatMap(({ values, value, i }) =>
    axes.flatMap(({ name, at }, axis) => {
      const y = at(values[name]);
      return y === undefined ? [] : [{ axis, y, value, row: i }];
    }),
  );
  const cell = width / names.length;
  /** The first and the last name begin and end at the edges, where half of a long one would be cut off. */
  const ends = (i: number): Plot.TextOptions => {
    if (names.length > 1 && i === 0) return { textAnchor: 'start', dx: 4 - cell / 2 };
    return names.length > 1 && i === names.length - 1 ? { textAnchor: 'end', dx: cell / 2 - 4 } : {};
  };
  return frame({
    title,
    description:
      `${formatCount(rows.length, 'trial')} over ${formatCount(names.length, 'hyperparameter')}; the best, with ${quantity} ${formatNumber(best.value)}, has ` +
      `${names.flatMap((name) => (best.values[name] === undefined ? [] : [`${name} ${textOf(best.values[name])}`])).join(', ')}.`,
    width,
    height,
    legend: [legend],
    draw: (document, y0) => [
      plot(document, {
        y0,
        width,
        height,
        marginLeft: cell / 2,
        marginRight: cell / 2,
        marginTop: TOP,
        marginBottom: BOTTOM,
        axis: null,
        x: { domain: [0, Math.max(1, names.length - 1)] },
        y: { domain: [0, 1] },
        marks: [
          Plot.ruleX(axes, { x: (_: unknown, i: number) => i, strokeOpacity: 0.5 }),
          Plot.line(points, {
            x: 'axis',
            y: 'y',
            z: 'row',
            stroke: ({ value }: (typeof points)[number]) => colorOf(value),
            strokeWidth: 1.5,
            strokeOpacity: 0.75,
          }),
          ...axes.map(({ name }, i) =>
            Plot.text([name], {
              x: i,
              y: 1,
              // Neighbors take turns in two lines.
              dy: i % 2 === 0 ? -18 : -32,
              ...ends(i),
              text: (text: string) => shortenText(text, 2 * cell - 8),
              fontWeight: 600,
            }),
          ),
          ...axes.flatMap(({ labels }, i) =>
            labels.map(({ at, text }) =>
              Plot.text([text], {
                x: i,
                y: at,
                dy: at === 0 && labels.length > 1 ? 10 : at === 1 ? -6 : 0,
                text: (words: string) => shortenText(words, cell - 4),
                fill: 'currentColor',
              }),
            ),
          ),
        ],
      }),
    ],
  });
}

function axisOf(name: string, rows: readonly ParallelRow[], isLog: boolean): AxisOfRows {
  const seen = rows.map(({ values }) => values[name]).filter((value) => value !== undefined);
  if (seen.every((value) => typeof value === 'number')) {
    const usable = seen.filter((value) => Number.isFinite(value) && (!isLog || value > 0));
    const [low, high] = rangeOf(usable);
    const scale = (value: number): number =>
      isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return {
      name,
      at: (value) => (usable.includes(value as number) ? (high > low ? scale(value as number) : 0.5) : undefined), // a number of this axis
      labels:
        high > low
          ? [low, high].map((value, at) => ({ at, text: formatNumber(Number(value.toPrecision(3))) }))
          : [{ at: 0.5, text: formatNumber(low) }],
    };
  }
  const options = [...new Set(seen)];
  const place = (i: number): number => (options.length > 1 ? i / (options.length - 1) : 0.5);
  return {
    name,
    at: (value) => {
      const i = options.indexOf(value as (typeof options)[number]); // what is none of them is not found
      return i < 0 ? undefined : place(i);
    },
    labels: options.map((option, i) => ({ at: place(i), text: textOf(option) })),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
