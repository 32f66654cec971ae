import type { LossName } from './neuron-state.js';
import type { Point } from './points.js';

/** From where to where the surface is shown. */
export type SurfaceRange = {
  readonly w: readonly [low: number, high: number];
  readonly b: readonly [low: number, high: number];
};

/** The loss on an even grid. */
export type Surface = SurfaceRange & {
  /** Along each side. */
  readonly size: number;
  /** `loss[row · size + column]`: rows go along b, columns along w, both from low to high. */
  readonly loss: Float32Array;
};

/** Beyond this the loss leaves what float32 holds, and there is nothing to see. */
const FARTHEST = 1e15;

/**
 * The range, so many times as wide and high that it holds the path: a power of 2, so that it does not change at each
 * step. What lies extremely far is left out.
 */
export function zoomFor({ w, b }: SurfaceRange, path: readonly { readonly w: number; readonly b: number }[]): number {
  const out = (value: number, [low, high]: readonly [number, number]): number =>
    Math.abs(value) <= FARTHEST ? Math.abs(value - (low + high) / 2) / ((high - low) / 2) : 0;
  const farthest = path.reduce((most, step) => Math.max(most, out(step.w, w), out(step.b, b)), 1);
  return farthest <= 1 ? 1 : 2 ** Math.ceil(Math.log2(farthest * 1.05));
}

/** A range that is so many times as wide and high. */
export function zoomed({ w, b }: SurfaceRange, times: number): SurfaceRange {
  const wider = ([low, high]: readonly [number, number]): readonly [number, number] =>
    around((low + high) / 2, ((high - low) / 2) * times);
  return { w: wider(w), b: wider(b) };
}

/**
 * A range that holds the start and, where a line is fitted, the neighborhood of the best line. It only chooses what
 * is looked at; it is not used to train.
 */
export function rangeFor(
  points: readonly Point[],
  { w, b, loss }: { readonly w: number; readonly b: number; readonly loss: LossName },
): SurfaceRange {
  const best = loss === 'sigmoidCrossEntropy' ? { w: 1, b: 0 } : leastSquares(points);
  const steepness = spread(points.map(({ y }) => y)) / spread(points.map(({ x }) => x));
  const reachW = Math.max(1.35 * Math.abs(w - best.w), 1.2 * steepness, 0.5 * Math.abs(best.w));
  const reachB = Math.max(1.35 * Math.abs(b - best.b), 0.8 * spread(points.map(({ y }) => y)));
  return { w: around(best.w, reachW), b: around(best.b, reachB) };
}

function around(middle: number, reach: number): readonly [number, number] {
  return [middle - reach, middle + reach];
}

function leastSquares(points: readonly Point[]): { readonly w: number; readonly b: number } {
  const average = (of: (point: Point) => number): number =>
    points.reduce((sum, one) => sum + of(one), 0) / points.length;
  const [x, y] = [average((one) => one.x), average((one) => one.y)];
  const variance = average((one) => (one.x - x) ** 2);
  const w = variance === 0 ? 0 : average((one) => (one.x - x) * (one.y - y)) / variance;
  return { w, b: y - w * x };
}

function spread(values: readonly number[]): number {
  const width = Math.max(...values) - Math.min(...values);
  return width > 0 ? width : 1;
}
