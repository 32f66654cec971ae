import { checkNumber, describeValue } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, PlotOptions } from './chart.js';
import { xAxis, yAxis } from './internal/axes.js';
import { checkFinite, invalid, SMALLEST } from './internal/check.js';
import { plot } from './internal/draw.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { type SeriesStyle, seriesStyle } from './internal/style.js';
import { linearTicks, logarithmicTicks, niceRange, rangeOf, tickCount } from './internal/ticks.js';

/** The result of one epoch or step; the records of a training history are such rows. */
export type CurveRow = {
  /** A finite number. */
  readonly epoch: number;
  readonly loss: number;
  readonly metrics?: Readonly<Record<string, unknown>>;
  readonly validation?: { readonly loss: number; readonly metrics?: Readonly<Record<string, unknown>> } | undefined;
};

export type LearningCurvesOptions = PlotOptions & {
  /** `loss`, or the name of a metric. Default `loss`. */
  readonly quantity?: string;
  /** The label of the horizontal axis. Default `epoch`. */
  readonly axis?: string;
  /** Whether the vertical axis is logarithmic, which its label then says. Default false. */
  readonly logarithmic?: boolean;
  /** What the rows' `validation` is called, e.g. `test`. Default `validation`. */
  readonly validationName?: string;
  /**
   * The names of runs in an order that several charts share: each run keeps the style of its place in it, also where a chart
   * has not all of them, if all charts have validation or none has. Default: the runs of this chart.
   */
  readonly order?: readonly string[];
};

type Series = {
  readonly name: string;
  readonly run: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
};

/**
 * The loss or a metric by epoch, of one or more runs, for training and validation.
 *
 * Values that are not finite are gaps; the description gives their number.
 *
 * @param rows the epochs in their order, e.g. `history.epochs`; or those of several runs by name, to compare them
 * @throws ArgumentError for no rows, an unknown quantity, a run that `order` has not, a value of 0 or less on a logarithmic scale, and options out
 *   of range
 * @example
 * const rows = [
 *   { epoch: 1, loss: 0.9, metrics: { accuracy: 0.71 }, validation: { loss: 0.8, metrics: { accuracy: 0.75 } } },
 *   { epoch: 2, loss: 0.4, metrics: { accuracy: 0.88 }, validation: { loss: 0.5, metrics: { accuracy: 0.85 } } },
 * ];
 * const charts = [learningCurves(rows), learningCurves(rows, { quantity: 'accuracy' })];
 */
export function learningCurves(
  rows: readonly CurveRow[] | Readonly<Record<string, readonly CurveRow[]>>,
  {
    quantity = 'loss',
    axis = 'epoch',
    logarithmic = false,
    validationName = 'validation',
    order,
    title = `Learning curves: ${quantity}`,
    width = 400,
    height = 250,
  }: LearningCurvesOptions = {},
): Chart {
  const where = 'learningCurves';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  checkNumber(where, 'height', height, { atLeast: SMALLEST });
  const series = seriesOf(rows, quantity, validationName);
  const styles = stylesOf(series, order);
  const values = series.flatMap(({ points }) => points.map(({ y }) => y)).filter(Number.isFinite);
  const [low, high] = rangeOf(values);
  if (logarithmic && values.length > 0 && low <= 0) {
    const received = formatNumber(low);
    throw invalid(where, 'rows', { expected: `have a ${quantity} above 0 on a logarithmic scale`, received });
  }
  const [bottom, top] = logarithmic ? [low, high] : niceRange(low, high, 5);
  const ticks = logarithmic ? logarithmicTicks(low, high) : linearTicks(bottom, top, 5);
  const epochs = series.flatMap(({ points }) => points.map(({ x }) => x));
  const ends = rangeOf(epochs);
  return frame({
    title,
    description: [
      `${capital(quantity)}, ${logarithmic ? 'logarithmic, ' : ''}${axis} ${[...new Set(ends)].map(formatNumber).join(' to ')}.`,
      ...series.map((one) => describe(one, axis)),
    ].join(' '),
    width,
    height,
    legend:
      series.length > 1 || series[0]!.name !== 'Training'
        ? series.map(({ name }, i) => ({ kind: 'line', label: name, ...styles[i]! }))
        : [],
    draw: (document, y0) => {
      const x = xAxis(linearTicks(...ends, tickCount(width), epochs.every(Number.isInteger)), axis);
      const y = yAxis(ticks, logarithmic ? `${quantity}, logarithmic` : quantity);
      return [
        plot(document, {
          y0,
          width,
          height,
          ...y.margins,
          ...x.margins,
          x: { domain: ends },
          y: { domain: [bottom, top], type: logarithmic ? 'log' : 'linear' },
          marks: [...y.marks, ...x.marks, ...series.flatMap((one, i) => drawSeries(one, styles[i]!))],
        }),
      ];
    },
  });
}

function seriesOf(
  rows: readonly CurveRow[] | Readonly<Record<string, readonly CurveRow[]>>,
  quantity: string,
  validationName: string,
): Series[] {
  const one = Array.isArray(rows);
  const runs = one ? [['', rows] as const] : Object.entries(rows ?? {});
  if (runs.length === 0)
    throw invalid('learningCurves', 'rows', { expected: 'have at least 1 run', received: describeValue(rows) });
  return runs.flatMap(([run, records]) => {
    const argument = one ? 'rows' : `rows['${run}']`;
    if (!Array.isArray(records) || records.length === 0) {
      throw invalid('learningCurves', argument, { expected: 'have at least 1 row', received: describeValue(records) });
    }
    checkFinite(
      'learningCurves',
      `${argument}: epoch`,
      records.map(({ epoch }) => epoch),
    );
    const training = records.map((row, i) => point(row.epoch, row, { quantity, argument: `${argument}[${i}]` }));
    const measured = records.some(({ validation }) => validation !== undefined);
    const validation = records.map((row, i) =>
      row.validation === undefined
        ? { x: row.epoch, y: NaN }
        : point(row.epoch, row.validation, { quantity, argument: `${argument}[${i}].validation` }),
    );
    // The name of the run, of the part, or of both, as needed to distinguish the lines.
    const name = (part: string) => (one ? capital(part) : measured ? `${run}, ${part}` : run);
    return [
      { name: name('training'), run, points: training },
      // The line skips epochs without validation.
      ...(measured
        ? [
            {
              name: name(validationName),
              run,
              points: validation.filter((_, i) => records[i]!.validation !== undefined),
            },
          ]
        : []),
    ];
  });
}

function point(
  x: number,
  record: { readonly loss: number; readonly metrics?: Readonly<Record<string, unknown>> },
  { quantity, argument }: { readonly quantity: string; readonly argument: string },
): { x: number; y: number } {
  const y = quantity === 'loss' ? record.loss : record.metrics?.[quantity];
  if (typeof y === 'number') return { x, y: Number.isFinite(y) ? y : NaN };
  const names = Object.entries(record.metrics ?? {}).flatMap(([name, value]) =>
    typeof value === 'number' ? [name] : [],
  );
  throw invalid('learningCurves', 'quantity', {
    expected: `be a number of ${argument}: ${['loss', ...names].join(' or ')}`,
    received: `'${quantity}'`,
  });
}

/** The styles of series in their order, or those of the places of their runs. */
function stylesOf(series: readonly Series[], order: readonly string[] | undefined): SeriesStyle[] {
  if (order === undefined) return series.map((_, i) => seriesStyle(i));
  const unknown = series.find(({ run }) => !order.includes(run));
  if (unknown !== undefined) {
    throw invalid('learningCurves', 'order', {
      expected: `have the run '${unknown.run}'`,
      received: describeValue(order),
    });
  }
  // With validation each run has two of them.
  const parts = series.length > new Set(series.map(({ run }) => run)).size ? 2 : 1;
  return series.map(({ run }, i) => seriesStyle(parts * order.indexOf(run) + (series[i - 1]?.run === run ? 1 : 0)));
}

/** A line and its symbols; beyond 40 points, only the symbols of points without neighbors. */
function drawSeries({ name, points }: Series, { color, dash, symbol }: SeriesStyle): Plot.Markish[] {
  const alone = points.filter(({ y }, at) => !Number.isNaN(y) && !defined(points[at - 1]) && !defined(points[at + 1]));
  return [
    Plot.line(points, { x: 'x', y: 'y', stroke: color, strokeWidth: 2, strokeDasharray: dash }),
    Plot.dot(points.length <= 40 ? points : alone, {
      x: 'x',
      y: 'y',
      fill: color,
      symbol,
      r: 3.5,
      title: ({ x, y }: Series['points'][number]) => `${name}, ${formatNumber(x)}: ${formatNumber(y)}`,
    }),
  ];
}

function defined(point: Series['points'][number] | undefined): boolean {
  return point !== undefined && !Number.isNaN(point.y);
}

/** The first and the last value, and the extremes where they are others. */
function describe({ name, points }: Series, axis: string): string {
  const known = points.filter(defined);
  const gaps = points.length - known.length;
  const missing = gaps === 0 ? '' : ` ${formatCount(gaps, 'value is', 'values are')} not finite: a gap in the line.`;
  if (known.length === 0) return `${name}: no finite value.${missing}`;
  const first = known[0]!;
  const last = known.at(-1)!;
  const lowest = known.reduce((best, one) => (one.y < best.y ? one : best));
  const highest = known.reduce((best, one) => (one.y > best.y ? one : best));
  const extreme = (word: string, { x, y }: Series['points'][number]) =>
    y === first.y || y === last.y ? '' : `, ${word} ${formatNumber(y)} at ${axis} ${formatNumber(x)}`;
  const ends = known.length === 1 ? formatNumber(first.y) : `from ${formatNumber(first.y)} to ${formatNumber(last.y)}`;
  return `${name}: ${ends}${extreme('lowest', lowest)}${extreme('highest', highest)}.${missing}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
