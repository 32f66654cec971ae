import { checkNumber, describeValue } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, PlotOptions } from './chart.js';
import { xAxis, yAxis } from './internal/axes.js';
import { checkFinite, checkLength, checkMatrix, invalid, type Numbers, SMALLEST } from './internal/check.js';
import { legendColors, sequential } from './internal/color-map.js';
import { fieldPlot } from './internal/field-plot.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { linearTicks, rangeOf, tickCount } from './internal/ticks.js';

/** The loss on a grid of weights and biases. */
export type LossSurface = {
  /** At least 2 numbers, increasing by equal steps. */
  readonly w: Numbers;
  /** At least 2 numbers, increasing by equal steps. */
  readonly b: Numbers;
  /** `loss[j][i]` is that of `w[i]` and `b[j]`. NaN is a hole. */
  readonly loss: readonly Numbers[];
};

export type LossSurfaceOptions = PlotOptions & {
  /** The points that training went through, first to last. Default: none. */
  readonly path?: readonly { readonly w: number; readonly b: number }[];
};

type Point = NonNullable<LossSurfaceOptions['path']>[number];

const levels = 14;

/**
 * The loss over a weight and a bias as contours, dark where it is low and denser the lower it is, with the path of a
 * training from its start (circle) to its end (cross). The path is clipped at the edge of the plot.
 *
 * @throws ArgumentError for a grid that is not evenly spaced, for no finite loss, and for options out of range
 * @throws ShapeError when the losses do not fill the grid
 * @example
 * const w = [-1, 0, 1, 2, 3];
 * const b = [-1, 0, 1];
 * const loss = b.map((bias) => w.map((weight) => (weight - 1) ** 2 + bias ** 2));
 * const chart = lossSurface({ w, b, loss }, { path: [{ w: 3, b: 1 }, { w: 1.5, b: 0.2 }, { w: 1, b: 0 }] });
 */
export function lossSurface(
  { w, b, loss }: LossSurface,
  { path = [], title = 'Loss over weight and bias', width = 400, height = 360 }: LossSurfaceOptions = {},
): Chart {
  const where = 'lossSurface';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  checkNumber(where, 'height', height, { atLeast: SMALLEST });
  checkGrid('w', w);
  checkGrid('b', b);
  checkMatrix(where, 'loss', loss);
  checkLength(where, 'loss', loss, { length: b.length, as: 'b' });
  checkLength(where, 'loss[0]', loss[0]!, { length: w.length, as: 'w' });
  const lost = path.findIndex((point) => !Number.isFinite(point.w) || !Number.isFinite(point.b));
  if (lost >= 0) {
    const received = `w ${path[lost]!.w}, b ${path[lost]!.b}`;
    throw invalid(where, `path[${lost}]`, { expected: 'have a finite w and b', received });
  }
  const values = loss.flatMap((row) => Array.from(row, (value) => (Number.isFinite(value) ? value : NaN)));
  if (values.every(Number.isNaN)) throw invalid(where, 'loss', { expected: 'have a finite number', received: 'none' });

  const [low, high] = rangeOf(values);
  const grid = { w, b, values, low, high };
  const colors = legendColors(sequential(), levels);
  // Squares, so that a bowl gets rings of equal width; a plane has one level.
  const thresholds = [...new Set(colors.map((_, i) => low + (high - low) * (i / levels) ** 2))];
  const domain = { w: [w[0]!, w[w.length - 1]!] as const, b: [b[0]!, b[b.length - 1]!] as const };
  return frame({
    title,
    description: describe(grid, path, domain),
    width,
    height,
    legend: [{ kind: 'scale', low: `loss ${formatNumber(low)}`, high: formatNumber(high), colors }],
    draw: (document, top) => {
      const x = xAxis(linearTicks(...domain.w, tickCount(width)), 'weight w');
      const y = yAxis(linearTicks(...domain.b, 6), 'bias b');
      const scales = { x: { domain: [...domain.w] }, y: { domain: [...domain.b] } };
      const marks = [drawContours(grid, thresholds), Plot.frame({ strokeOpacity: 0.6 }), ...drawPath(path)];
      return fieldPlot(document, { y0: top, width, height, x, y, scales, thresholds, colors, marks });
    },
  });
}

function checkGrid(argument: 'w' | 'b', grid: Numbers): void {
  checkFinite('lossSurface', argument, grid);
  const step = (grid[grid.length - 1]! - grid[0]!) / (grid.length - 1);
  const even = Array.from(grid).every((value, i) => Math.abs(value - (grid[0]! + i * step)) <= Math.abs(step) * 1e-3);
  if (grid.length < 2 || !(step > 0) || !even) {
    const received = describeValue(Array.from(grid));
    throw invalid('lossSurface', argument, {
      expected: 'have at least 2 numbers that increase by equal steps',
      received,
    });
  }
}

type Grid = {
  readonly w: Numbers;
  readonly b: Numbers;
  readonly values: readonly number[];
  readonly low: number;
  readonly high: number;
};

function drawContours({ w, b, values }: Grid, thresholds: number[]): Plot.Markish {
  // A contour closes itself around the outermost values and cuts off their corners. So the grid is padded with its own
  // edge values, whose corners lie outside of the plot.
  const clamp = (i: number, length: number) => Math.min(Math.max(i - 1, 0), length - 1);
  const wide = w.length + 2;
  const tall = b.length + 2;
  const edged = Array.from({ length: wide * tall }, (_, i) => {
    return values[clamp(Math.floor(i / wide), b.length) * w.length + clamp(i % wide, w.length)]!;
  });
  const step = { w: w[1]! - w[0]!, b: b[1]! - b[0]! };
  return Plot.contour(edged, {
    width: wide,
    height: tall,
    // Each value is at the center of its cell.
    x1: w[0]! - 1.5 * step.w,
    x2: w[w.length - 1]! + 1.5 * step.w,
    y1: b[0]! - 1.5 * step.b,
    y2: b[b.length - 1]! + 1.5 * step.b,
    fill: Plot.identity,
    // Values that are not finite stay holes, without interpolation from their neighbors.
    interpolate: 'none',
    thresholds,
    stroke: 'currentColor',
    strokeOpacity: 0.25,
  });
}

function drawPath(path: readonly Point[]): Plot.Markish[] {
  const position = { x: 'w', y: 'b' } as const;
  const halo = { stroke: '#000', strokeWidth: 4.5, strokeLinejoin: 'round' } as const;
  const line = { stroke: '#fff', strokeWidth: 2, strokeLinejoin: 'round' } as const;
  const ends = path.length > 1 ? [path.at(-1)!] : [];
  return [
    Plot.line(path, { ...position, ...halo }),
    Plot.line(path, { ...position, ...line }),
    Plot.dot(path.length <= 60 ? path.slice(1, -1) : [], { ...position, r: 2.5, fill: '#fff', stroke: '#000' }),
    Plot.dot(path.slice(0, 1), { ...position, r: 5.5, fill: '#fff', stroke: '#000', strokeWidth: 1.5 }),
    Plot.dot(ends, { ...position, ...halo, symbol: 'times', r: 6 }),
    Plot.dot(ends, { ...position, ...line, symbol: 'times', r: 6 }),
  ];
}

function describe(
  { w, b, values, low, high }: Grid,
  path: readonly Point[],
  domain: { readonly w: readonly [number, number]; readonly b: readonly [number, number] },
): string {
  const at = values.indexOf(low);
  const holes = values.filter(Number.isNaN).length;
  const outside = path.filter(
    ({ w, b }) => w < domain.w[0] || w > domain.w[1] || b < domain.b[0] || b > domain.b[1],
  ).length;
  const name = (point: Point) => `w ${formatNumber(point.w)}, b ${formatNumber(point.b)}`;
  const first = path[0];
  return [
    `Loss from ${formatNumber(low)} to ${formatNumber(high)}, lowest on the grid at `,
    `${name({ w: w[at % w.length]!, b: b[Math.floor(at / w.length)]! })}.`,
    first === undefined
      ? ''
      : ` The path of ${formatCount(path.length, 'point')} begins at ${name(first)} and ends at ${name(path.at(-1)!)}.`,
    outside === 0
      ? ''
      : ` ${formatCount(outside, 'point')} of it ${outside === 1 ? 'lies' : 'lie'} outside of the plot.`,
    holes === 0 ? '' : ` ${formatCount(holes, 'loss is', 'losses are')} not finite and left open.`,
  ].join('');
}
