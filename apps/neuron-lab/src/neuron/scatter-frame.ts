import type { Point } from './points.js';

/** What a scatter plot shows, and between it and the image. y grows upwards. */
export type ScatterFrame = {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
};

/** Round numbers a little beyond the points, so that there is room to drag into. */
export function scatterFrame(points: readonly Point[]): ScatterFrame {
  return { x: around(points.map(({ x }) => x)), y: around(points.map(({ y }) => y)) };
}

function around(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low || Math.abs(high) || 1) * 0.3;
  return [low - margin, high + margin];
}

/** Rounded to what a drag of a pixel can say. */
export function roundTo(value: number, range: readonly [number, number]): number {
  const digits = Math.max(0, 2 - Math.floor(Math.log10((range[1] - range[0]) / 2)));
  return Number(value.toFixed(Math.min(digits, 12)));
}
