/** A line through points, in the units of its axes. */
export type CurveLine = {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly color: string;
  readonly width: number;
  /** Whether each point is marked. */
  readonly dots?: boolean;
};

export type Tick = { readonly at: number; readonly label: string };

export type Curve = {
  /** The largest x; the axis begins at 0. */
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly logarithmic: boolean;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly lines: readonly CurveLine[];
};

/** The means of chunks of equal size, so that a long run is drawn as fast as a short one. */
export function thin(values: readonly number[], most: number): [index: number, mean: number][] {
  const size = Math.max(1, Math.ceil(values.length / most));
  const means: [number, number][] = [];
  for (let i = 0; i < values.length; i += size) {
    const part = values.slice(i, i + size);
    means.push([i + (part.length + 1) / 2, part.reduce((sum, value) => sum + value, 0) / part.length]);
  }
  return means;
}

/** Integers from 0 to `end`, at most about eight. */
export function integerTicks(end: number): Tick[] {
  const step = [1, 2, 5, 10, 20, 50].find((size) => end / size <= 8) ?? 100;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => ({ at: i * step, label: String(i * step) }));
}

const DECADES: readonly number[] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

/** The range and ticks of a logarithmic axis that holds all positive finite values. */
export function decades(values: readonly number[]): { from: number; to: number; ticks: Tick[] } {
  const finite = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = finite.reduce((least, value) => Math.min(least, value), 0.3);
  const high = finite.reduce((most, value) => Math.max(most, value), 3);
  const from = DECADES.findLast((decade) => decade <= low) ?? DECADES[0]!;
  const to = DECADES.find((decade) => decade >= high) ?? DECADES.at(-1)!;
  const ticks = DECADES.filter((decade) => decade >= from && decade <= to);
  return { from, to, ticks: ticks.map((at) => ({ at, label: String(at) })) };
}

/** In per cent: where the axis begins, and the distance between ticks. */
const RANGES: readonly (readonly [from: number, step: number])[] = [
  [90, 2],
  [80, 5],
  [60, 10],
];

/** The range and ticks of an axis that ends at 1, as close to the shares as possible. */
export function shares(values: readonly number[]): { from: number; to: number; ticks: Tick[] } {
  const [from, step] = RANGES.find(([limit]) => values.every((value) => 100 * value >= limit)) ?? [0, 25];
  const ticks = Array.from({ length: (100 - from) / step + 1 }, (_, i) => from + i * step);
  return { from: from / 100, to: 1, ticks: ticks.map((at) => ({ at: at / 100, label: `${at} %` })) };
}
