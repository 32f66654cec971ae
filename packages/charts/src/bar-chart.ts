import { checkNumber, describeValue } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, ChartOptions } from './chart.js';
import { xAxis } from './internal/axes.js';
import { checkFinite, invalid, SMALLEST } from './internal/check.js';
import { plot } from './internal/draw.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { palette, shortenText, textWidth } from './internal/style.js';
import { linearTicks, rangeOf, tickCount } from './internal/ticks.js';

export type BarChartOptions = ChartOptions & {
  /** The label of the horizontal axis. Default `value`. */
  readonly quantity?: string;
};

const WHERE = 'barChart';
const ROW = 24;

/**
 * A number for each of some names as horizontal bars, in the given order: the importance of hyperparameters, the accuracy of
 * models.
 *
 * @throws ArgumentError for no bar, values that are not finite, and options out of range
 * @example
 * const chart = barChart({ learningRate: 0.7, dropout: 0.2, units: 0.1 }, { quantity: 'importance' });
 */
export function barChart(
  values: Readonly<Record<string, number>>,
  { quantity = 'value', title = quantity, width = 400 }: BarChartOptions = {},
): Chart {
  checkNumber(WHERE, 'width', width, { atLeast: SMALLEST });
  const bars = Object.entries(values ?? {}).map(([name, value]) => ({ name, value }));
  if (bars.length === 0)
    throw invalid(WHERE, 'values', { expected: 'have at least 1 bar', received: describeValue(values) });
  checkFinite(
    WHERE,
    'values',
    bars.map(({ value }) => value),
  );
  const [low, high] = rangeOf([0, ...bars.map(({ value }) => value)]);
  const ends: [number, number] = high > low ? [low, high] : [0, 1];
  const room = Math.min(width * 0.4, Math.max(...bars.map(({ name }) => textWidth(name))));
  const largest = bars.reduce((best, bar) => (bar.value > best.value ? bar : best));
  return frame({
    title,
    description: `${formatCount(bars.length, 'bar')} of ${quantity} from ${formatNumber(Math.min(...bars.map(({ value }) => value)))} to ${formatNumber(largest.value)}, largest of ${largest.name}.`,
    width,
    height: bars.length * ROW + 54,
    draw: (document, y0) => {
      const x = xAxis(linearTicks(...ends, tickCount(width - room)), quantity);
      return [
        plot(document, {
          y0,
          width,
          height: bars.length * ROW + 54,
          ...x.margins,
          marginTop: 6,
          marginLeft: room + 12,
          x: { domain: ends },
          // By index, because two names may be shortened to one.
          y: { type: 'band', domain: bars.map((_, i) => i), padding: 0.25, axis: null },
          marks: [
            ...x.marks,
            Plot.barX(bars, {
              x1: 0,
              x2: 'value',
              y: (_: unknown, i: number) => i,
              fill: palette[0],
              title: ({ name, value }: (typeof bars)[number]) => `${name}: ${formatNumber(value)}`,
            }),
            Plot.text(bars, {
              x: ends[0],
              y: (_: unknown, i: number) => i,
              text: ({ name }: (typeof bars)[number]) => shortenText(name, room),
              textAnchor: 'end',
              dx: -8,
            }),
            Plot.ruleX([0]),
          ],
        }),
      ];
    },
  });
}
