import { checkInteger, checkNumber, describeValue } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, ChartOptions } from './chart.js';
import { xAxis, yAxis } from './internal/axes.js';
import { checkNumbers, invalid, type Numbers, SMALLEST } from './internal/check.js';
import { element, plot } from './internal/draw.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { fontSize, palette, shortenText } from './internal/style.js';
import { linearTicks, rangeOf, tickCount } from './internal/ticks.js';

export type HistogramOptions = ChartOptions & {
  /** The number of equal intervals: an integer of at least 1. Default 30. */
  readonly bins?: number;
  /** The label of the horizontal axis. Default `value`. */
  readonly quantity?: string;
  /** The height of one histogram with its axes, in CSS pixels: a finite number of at least 160. Default 160. */
  readonly height?: number;
};

type Bin = { readonly from: number; readonly to: number; readonly count: number };

/** The histogram of one set of values and its description. */
type Group = { readonly name: string; readonly bins: readonly Bin[]; readonly summary: string };

const heading = 18;

/**
 * The distribution of the weights or gradients of layers: their number in each of equal intervals. Several sets are
 * drawn below each other, each on its own scales, because layers differ by powers of ten.
 *
 * Values that are not finite are not drawn; the description gives their number.
 *
 * @param values at least one number; or several sets by name
 * @throws ArgumentError for an empty set, for values that are not numbers, and for options out of range
 * @example
 * const chart = histogram({ 'layers.0.kernel': [-0.2, 0.1, 0.1, 0.3], 'layers.0.bias': [0, 0.01] }, { bins: 10 });
 */
export function histogram(
  values: Numbers | Readonly<Record<string, Numbers>>,
  { bins = 30, quantity = 'value', title = 'Histogram', width = 400, height = 160 }: HistogramOptions = {},
): Chart {
  const where = 'histogram';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  checkNumber(where, 'height', height, { atLeast: SMALLEST });
  checkInteger(where, 'bins', bins, { min: 1 });
  const sets: (readonly [string, Numbers])[] = isNumbers(values) ? [['', values]] : Object.entries(values ?? {});
  if (sets.length === 0)
    throw invalid(where, 'values', { expected: 'have at least 1 set', received: describeValue(values) });
  const groups = sets.map(([name, set]) => {
    checkNumbers(where, name === '' ? 'values' : `values['${name}']`, set);
    const finite = Float64Array.from(set).filter(Number.isFinite);
    return { name, bins: sortIntoBins(finite, bins), summary: summarize(finite, set.length - finite.length) };
  });
  const named = groups.some(({ name }) => name !== '');
  const stride = height + (named ? heading : 0);
  return frame({
    title,
    description: groups.map(({ name, summary }) => (named ? `${name}: ${summary}` : summary)).join(' '),
    width,
    height: groups.length * stride,
    draw: (document, top) =>
      groups.flatMap((group, i) => {
        const y0 = top + i * stride;
        const name = { x: 2, y: y0 + 13, 'font-size': fontSize, 'font-weight': 600 };
        return [
          ...(named ? [element(document, 'text', name, shortenText(group.name, width - 4))] : []),
          drawGroup(document, group, { y0: y0 + (named ? heading : 0), width, height, quantity }),
        ];
      }),
  });
}

function isNumbers(values: Numbers | Readonly<Record<string, Numbers>>): values is Numbers {
  return Array.isArray(values) || ArrayBuffer.isView(values);
}

function drawGroup(
  document: Document,
  { bins }: Group,
  area: { readonly y0: number; readonly width: number; readonly height: number; readonly quantity: string },
): SVGElement {
  const low = bins[0]?.from ?? 0;
  const high = bins.at(-1)?.to ?? 1;
  const most = bins.reduce((largest, { count }) => Math.max(largest, count), 1);
  const x = xAxis(linearTicks(low, high, tickCount(area.width)), area.quantity);
  const y = yAxis(linearTicks(0, most, 3, true), 'count');
  return plot(document, {
    y0: area.y0,
    width: area.width,
    height: area.height,
    ...y.margins,
    ...x.margins,
    x: { domain: [low, high] },
    y: { domain: [0, most] },
    marks: [
      ...y.marks,
      Plot.rectY(
        bins.filter(({ count }) => count > 0),
        {
          x1: 'from',
          x2: 'to',
          y1: 0,
          y2: 'count',
          fill: palette[0],
          insetLeft: 0.5,
          insetRight: 0.5,
          title: ({ from, to, count }: Bin) =>
            `${formatNumber(from)} to ${formatNumber(to)}: ${formatCount(count, 'value')}`,
        },
      ),
      Plot.ruleY([0]),
      ...x.marks,
    ],
  });
}

/** A bin includes its lower end, the last one its upper end too. If all values are equal, the bins surround them. */
function sortIntoBins(finite: Float64Array, count: number): Bin[] {
  if (finite.length === 0) return [];
  let [low, high] = rangeOf(finite);
  if (low === high) {
    const room = Math.abs(low) * 0.5 || 0.5;
    [low, high] = [low - room, high + room];
  }
  const counts = new Array<number>(count).fill(0);
  for (const value of finite) {
    const bin = Math.min(count - 1, Math.floor(((value - low) / (high - low)) * count));
    counts[bin]! += 1;
  }
  const edge = (i: number) => low + ((high - low) * i) / count;
  return counts.map((inside, i) => ({ from: edge(i), to: edge(i + 1), count: inside }));
}

function summarize(finite: Float64Array, others: number): string {
  const missing = others === 0 ? '' : ` ${formatCount(others, 'value is', 'values are')} not finite and not drawn.`;
  if (finite.length === 0) return `no finite value.${missing}`;
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length;
  const [low, high] = rangeOf(finite);
  const zeros = finite.filter((value) => value === 0).length;
  return [
    `${formatCount(finite.length, 'value')} from ${formatNumber(low)} to ${formatNumber(high)}`,
    `, mean ${formatNumber(mean)}, standard deviation ${formatNumber(Math.sqrt(variance))}`,
    zeros === 0 ? '' : `, ${formatCount(zeros, 'is', 'are')} 0`,
    `.${missing}`,
  ].join('');
}
