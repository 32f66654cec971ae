import { RandomStream } from '@neurite/core';
import { type Field, parseNumber, shortNumber } from '../url/fields.js';

/** One example: an input and what the neuron should say to it. */
export type Point = { readonly x: number; readonly y: number };

/** As many as one can still drag, and an address can hold. */
export const MOST_POINTS = 200;
/** No number of a point is larger: float32 ends not far beyond. */
export const LARGEST = 1e30;

/** The data sets one can choose, by the name that stands in the address. */
export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  line: { title: 'A line with noise', points: noisyLine },
  outlier: { title: 'A line and two outliers', points: withOutliers },
  yesNo: { title: 'Yes or no (0 and 1)', points: yesNo },
  two: { title: 'Two points', points: () => [point(-1, -1), point(1, 2)] },
};

export type PresetName = 'line' | 'outlier' | 'yesNo' | 'two';

type Preset = { readonly title: string; readonly points: () => readonly Point[] };

function point(x: number, y: number): Point {
  return { x: Number(x.toFixed(2)), y: Number(y.toFixed(2)) };
}

function noisyLine(): Point[] {
  const random = RandomStream.fromSeed(3);
  return Array.from({ length: 14 }, (_, i) => {
    const x = -2 + (4 * i) / 13;
    return point(x, 1.2 * x + 0.6 + random.normal(0, 0.35));
  });
}

function withOutliers(): Point[] {
  return [...noisyLine(), point(1.6, -2.4), point(1.9, -2.1)];
}

function yesNo(): Point[] {
  const random = RandomStream.fromSeed(5);
  return Array.from({ length: 16 }, (_, i) => {
    const x = -3 + (6 * i) / 15;
    return point(x, x + random.normal(0, 0.7) > 0.4 ? 1 : 0);
  });
}

/** Points in the address: `x,y;x,y`. */
export const pointsField: Field<readonly Point[]> = {
  encode: (points) => points.map(({ x, y }) => `${shortNumber(x)},${shortNumber(y)}`).join(';'),
  decode: (text) => {
    const points = text.split(';').map((pair) => {
      const [x, y, ...rest] = pair.split(',').map(parseNumber);
      const usable = (value = Number.NaN): boolean => Math.abs(value) <= LARGEST;
      return rest.length === 0 && usable(x) && usable(y) ? { x: x!, y: y! } : undefined;
    });
    const whole = points.every((one) => one !== undefined);
    return whole && points.length >= 1 && points.length <= MOST_POINTS ? points : undefined;
  },
};

/** Where a new point is seen at once. */
export function middle(points: readonly Point[]): Point {
  const average = (of: (point: Point) => number): number =>
    points.reduce((sum, one) => sum + of(one), 0) / points.length;
  return point(
    average(({ x }) => x),
    average(({ y }) => y),
  );
}

/** The points shifted and scaled so that x and y each have mean 0 and standard deviation 1. */
export function standardize(points: readonly Point[]): Point[] {
  const x = standardizer(points.map((one) => one.x));
  const y = standardizer(points.map((one) => one.y));
  return points.map((one) => ({ x: x(one.x), y: y(one.y) }));
}

function standardizer(values: readonly number[]): (value: number) => number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  // Values that are all equal cannot be scaled.
  return (value) => Number(((value - mean) / (deviation || 1)).toFixed(4));
}
