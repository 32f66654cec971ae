import { formatAlike } from './format.js';
import { ticks } from './ticks.js';

/** The round numbers along one side of a plot, and how they are written. */
export type Axis = {
  readonly range: readonly [low: number, high: number];
  readonly ticks: readonly number[];
  readonly labels: readonly string[];
  /** Of the widest label, in CSS pixels. */
  readonly width: number;
};

/** A rectangle on the screen, in CSS pixels. */
export type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Where a plot stands in its image, and its axes. */
export type PlotFrame = { readonly box: Box; readonly x: Axis; readonly y: Axis };

type Ranges = { readonly x: Axis['range']; readonly y: Axis['range'] };

/** Between two labels of a vertical axis, and the least between two of a horizontal one. */
const APART = 50;
const GAP = 16;
const [TOP, BOTTOM, LEFT, RIGHT] = [22, 40, 14, 10];

/**
 * A plot with margins that hold the numbers of its axes, however long they are.
 *
 * @param measure the width of a text in CSS pixels
 */
export function plotFrame(
  { x, y }: Ranges,
  { width, height }: { readonly width: number; readonly height: number },
  measure: (text: string) => number,
): PlotFrame {
  const tall = Math.max(height - TOP - BOTTOM, 10);
  const rows = axisOf(y, Math.max(tall / APART, 2), measure);
  const left = rows.width + LEFT;
  const columns = columnsOf(x, width - left, measure);
  const right = marginOf(columns);
  return { box: { left, top: TOP, width: between(width - left, right), height: tall }, x: columns, y: rows };
}

/** The axis below a plot: as many numbers as stand apart. Long ones need more room than others, so fewer of them fit. */
function columnsOf(range: Axis['range'], room: number, measure: (text: string) => number): Axis {
  for (let count = Math.max(2, Math.floor(between(room, RIGHT) / APART)); ; count--) {
    const axis = axisOf(range, count, measure);
    const [first, second] = axis.ticks;
    if (first === undefined || second === undefined) return axis;
    const apart = (between(room, marginOf(axis)) * (second - first)) / (range[1] - range[0]);
    if (apart >= axis.width + GAP || count === 1) return axis;
  }
}

/** Half of the last number may stand beyond the plot. */
function marginOf(columns: Axis): number {
  return Math.max(RIGHT, columns.width / 2);
}

function between(room: number, right: number): number {
  return Math.max(room - right, 10);
}

function axisOf(range: Axis['range'], count: number, measure: (text: string) => number): Axis {
  const found = ticks(...range, Math.max(1, Math.floor(count)));
  const labels = formatAlike(found, found.length > 1 ? found[1]! - found[0]! : undefined);
  return { range, ticks: found, labels, width: Math.max(0, ...labels.map(measure)) };
}
