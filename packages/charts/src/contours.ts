import { checkNumber, describeValue } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, PlotOptions } from './chart.js';
import { xAxis, yAxis } from './internal/axes.js';
import { checkFinite, invalid, SMALLEST } from './internal/check.js';
import { legendColors, sequential } from './internal/color-map.js';
import { fieldPlot } from './internal/field-plot.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { linearTicks, logarithmicTicks, rangeOf, tickCount } from './internal/ticks.js';

/** A measured value at two numbers. */
export type ContourPoint = { readonly x: number; readonly y: number; readonly value: number };

export type ContoursOptions = PlotOptions & {
  /** The label of the horizontal axis. Default `x`. */
  readonly axis?: string;
  /** The label of the vertical axis. Default `y`. */
  readonly yAxis?: string;
  /** What the values are. Default `value`. */
  readonly quantity?: string;
  /** Which axes are logarithmic. Default `none`. */
  readonly logarithmic?: 'none' | 'x' | 'y' | 'both';
};

const WHERE = 'contours';
const LEVELS = 10;

/**
 * A surface through values that were measured here and there, as filled contours from dark (low) to bright (high), with the points
 * on it. Between points it is interpolated, and nothing is drawn outside of them.
 *
 * @param points three or more, not all on a line
 * @throws ArgumentError for fewer points, numbers that are not finite or not above 0 on a logarithmic axis, and options out of range
 * @example
 * const points = [{ x: 0, y: 0, value: 0.8 }, { x: 1, y: 0, value: 0.9 }, { x: 0, y: 1, value: 0.7 }, { x: 1, y: 1, value: 0.95 }];
 * const chart = contours(points, { axis: 'dropout', yAxis: 'augmentation', quantity: 'accuracy' });
 */
export function contours(
  points: readonly ContourPoint[],
  {
    axis = 'x',
    yAxis: vertical = 'y',
    quantity = 'value',
    logarithmic = 'none',
    title = `${quantity} by ${axis} and ${vertical}`,
    width = 400,
    height = 320,
  }: ContoursOptions = {},
): Chart {
  checkNumber(WHERE, 'width', width, { atLeast: SMALLEST });
  checkNumber(WHERE, 'height', height, { atLeast: SMALLEST });
  if (!Array.isArray(points) || points.length < 3)
    throw invalid(WHERE, 'points', { expected: 'have at least 3 points', received: describeValue(points) });
  const byX = logarithmic === 'x' || logarithmic === 'both';
  const byY = logarithmic === 'y' || logarithmic === 'both';
  const column = (name: keyof ContourPoint): number[] => points.map((point) => point[name]);
  for (const [name, isLog] of [
    ['x', byX],
    ['y', byY],
    ['value', false],
  ] as const) {
    checkFinite(WHERE, name, column(name));
    const wrong = isLog ? column(name).find((value) => value <= 0) : undefined;
    if (wrong !== undefined)
      throw invalid(WHERE, name, { expected: 'be above 0 on a logarithmic axis', received: formatNumber(wrong) });
  }
  const [xEnds, yEnds, [low, high]] = [spread(column('x'), byX), spread(column('y'), byY), rangeOf(column('value'))];
  const map = sequential();
  const colors = legendColors(map, LEVELS);
  const thresholds = [...new Set(colors.map((_, i) => low + ((high - low) * i) / LEVELS))];
  const best = points.reduce((a, b) => (b.value > a.value ? b : a));
  return frame({
    title,
    description:
      `${quantity} from ${formatNumber(low)} to ${formatNumber(high)} at ${formatCount(points.length, 'point')}, ` +
      `highest at ${axis} ${formatNumber(best.x)}, ${vertical} ${formatNumber(best.y)}.`,
    width,
    height,
    legend: [{ kind: 'scale', low: `${quantity} ${formatNumber(low)}`, high: formatNumber(high), colors }],
    draw: (document, y0) => {
      const x = xAxis(
        byX ? logarithmicTicks(...xEnds, tickCount(width)) : linearTicks(...xEnds, tickCount(width)),
        byX ? `${axis}, logarithmic` : axis,
      );
      const y = yAxis(
        byY ? logarithmicTicks(...yEnds) : linearTicks(...yEnds, 6),
        byY ? `${vertical}, logarithmic` : vertical,
      );
      const scales = {
        x: { domain: [...xEnds], type: byX ? ('log' as const) : ('linear' as const) },
        y: { domain: [...yEnds], type: byY ? ('log' as const) : ('linear' as const) },
      };
      return fieldPlot(document, {
        y0,
        width,
        height,
        x,
        y,
        scales,
        thresholds,
        colors,
        marks: [
          ...(isFlat(points, { byX, byY }) || low === high
            ? []
            : [
                Plot.contour(points, {
                  x: 'x',
                  y: 'y',
                  fill: 'value',
                  interpolate: 'barycentric',
                  blur: 3,
                  thresholds,
                  stroke: 'currentColor',
                  strokeOpacity: 0.2,
                }),
              ]),
          Plot.frame({ strokeOpacity: 0.6 }),
          Plot.dot(points, {
            x: 'x',
            y: 'y',
            r: 2.5,
            fill: '#fff',
            stroke: '#000',
            title: ({ x, y, value }: ContourPoint) => `${formatNumber(x)}, ${formatNumber(y)}: ${formatNumber(value)}`,
          }),
        ],
      });
    },
  });
}

/** A range with room at both ends. */
function spread(values: readonly number[], isLog: boolean): [number, number] {
  const [low, high] = rangeOf(isLog ? values.map(Math.log) : values);
  const room = 0.04 * (high - low) || 0.5;
  return isLog ? [Math.exp(low - room), Math.exp(high + room)] : [low - room, high + room];
}

/** Whether all points lie on a line, through which there is no surface. */
function isFlat(
  points: readonly ContourPoint[],
  { byX, byY }: { readonly byX: boolean; readonly byY: boolean },
): boolean {
  const [a, ...others] = points.map(({ x, y }) => [byX ? Math.log(x) : x, byY ? Math.log(y) : y] as const);
  const far = others.find(([x, y]) => x !== a![0] || y !== a![1]);
  if (far === undefined) return true;
  const [dx, dy] = [far[0] - a![0], far[1] - a![1]];
  return others.every(([x, y]) => Math.abs(dx * (y - a![1]) - dy * (x - a![0])) < 1e-12 * Math.abs(dx * dx + dy * dy));
}
