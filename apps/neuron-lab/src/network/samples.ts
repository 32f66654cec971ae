import { RandomStream } from '@neurite/core';

export const DATA_NAMES = [
  'circle',
  'xor',
  'gauss',
  'spiral',
  'clouds3',
  'spiral3',
  'rings',
  'quadrants',
  'plane',
  'hills',
  'drawn',
] as const;
export type DataName = (typeof DATA_NAMES)[number];

/** A point of the plane and its truth: a class from 0, or for regression a number from −1 to 1. */
export type Sample = { readonly x1: number; readonly x2: number; readonly label: number };

/** What the points of a run follow from. */
export type SampleConfig = {
  readonly data: DataName;
  /** Drawn by hand. */
  readonly points: readonly Sample[];
  /** Percent, 0 to 50. */
  readonly noise: number;
  /** Percent of the points that are training points, 10 to 90. */
  readonly ratio: number;
  readonly seed: number;
};

/** Training points, and test points, which only measure. */
export type Samples = { readonly train: readonly Sample[]; readonly test: readonly Sample[] };

/** The plane reaches from −6 to 6 in both directions. */
export const REACH = 6;

const COUNT = 400;

type Draw = { readonly random: RandomStream /** 0 to 0.5. */; readonly noise: number };
type DataSet = {
  readonly title: string;
  /** How many classes; 0 for regression. */
  readonly classes: number;
  readonly make: (draw: Draw) => Sample;
};

/** What one can choose to learn. */
export const DATA_SETS: Readonly<Record<Exclude<DataName, 'drawn'>, DataSet>> = {
  circle: { title: 'Circle', classes: 2, make: circle },
  xor: { title: 'Exclusive or', classes: 2, make: (draw) => quadrants(draw, (left, low) => (left === low ? 1 : 0)) },
  gauss: { title: 'Two clouds', classes: 2, make: (draw) => clouds(draw, 2) },
  spiral: { title: 'Two spirals', classes: 2, make: (draw) => spirals(draw, 2) },
  clouds3: { title: 'Three clouds', classes: 3, make: (draw) => clouds(draw, 3) },
  spiral3: { title: 'Three spirals', classes: 3, make: (draw) => spirals(draw, 3) },
  rings: { title: 'Three rings', classes: 3, make: rings },
  quadrants: {
    title: 'Four quadrants',
    classes: 4,
    make: (draw) => quadrants(draw, (left, low) => (left ? 0 : 1) + (low ? 0 : 2)),
  },
  plane: { title: 'Plane (regression)', classes: 0, make: plane },
  hills: { title: 'Hills (regression)', classes: 0, make: hills },
};

/** How many classes the configuration's points have; 0 for regression. */
export function classesOf({ data, points }: Pick<SampleConfig, 'data' | 'points'>): number {
  // Points drawn by hand have at least the two classes that a decision needs.
  return data === 'drawn' ? Math.max(2, ...points.map(({ label }) => label + 1)) : DATA_SETS[data].classes;
}

/** Regression, yes or no, or one of several classes. */
export type TaskKind = 'regression' | 'binary' | 'classes';

/** What the points of a configuration ask of a network. */
export function taskKind(config: Pick<SampleConfig, 'data' | 'points'>): TaskKind {
  const classes = classesOf(config);
  if (classes === 0) return 'regression';
  return classes === 2 ? 'binary' : 'classes';
}

/** How many numbers such a network says. */
export function outputsOf(config: Pick<SampleConfig, 'data' | 'points'>): number {
  return taskKind(config) === 'classes' ? classesOf(config) : 1;
}

/** The points of a configuration, divided; the same for the same seed. */
export function makeSamples(config: SampleConfig): Samples {
  const random = RandomStream.fromSeed(config.seed).child('samples');
  const all = config.data === 'drawn' ? shuffled(config.points, random) : drawn(config.data, config.noise, random);
  // At least one training point.
  const count = Math.max(1, Math.round((all.length * config.ratio) / 100));
  return { train: all.slice(0, count), test: all.slice(count) };
}

function drawn(data: Exclude<DataName, 'drawn'>, noise: number, random: RandomStream): Sample[] {
  const { make } = DATA_SETS[data];
  return Array.from({ length: COUNT }, () => rounded(make({ random, noise: noise / 100 })));
}

/** Two digits, so that exported code is short and means exactly these points. */
function rounded({ x1, x2, label }: Sample): Sample {
  return { x1: Number(x1.toFixed(2)), x2: Number(x2.toFixed(2)), label: Number(label.toFixed(3)) };
}

function shuffled(points: readonly Sample[], random: RandomStream): Sample[] {
  return Array.from(random.permutation(points.length), (i) => points[i]!);
}

function between(random: RandomStream, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

function circle({ random, noise }: Draw): Sample {
  const inside = random.uniform() < 0.5;
  const radius = inside ? between(random, 0, 2.5) : between(random, 3.5, 5);
  const angle = between(random, 0, 2 * Math.PI);
  const [x1, x2] = [radius * Math.sin(angle), radius * Math.cos(angle)];
  const moved = Math.hypot(x1 + between(random, -5, 5) * noise, x2 + between(random, -5, 5) * noise);
  return { x1, x2, label: moved < 2.5 ? 1 : 0 };
}

function quadrants({ random, noise }: Draw, classOf: (left: boolean, low: boolean) => number): Sample {
  const away = (value: number): number => value + (value > 0 ? 0.3 : -0.3);
  const [x1, x2] = [away(between(random, -5, 5)), away(between(random, -5, 5))];
  const label = classOf(x1 + between(random, -5, 5) * noise < 0, x2 + between(random, -5, 5) * noise < 0);
  return { x1, x2, label };
}

function clouds({ random, noise }: Draw, classes: number): Sample {
  const label = random.integer(classes);
  const angle = (2 * Math.PI * label) / classes + Math.PI / 4;
  const width = 0.7 + 3 * noise;
  const distance = 2.8;
  return {
    x1: Math.cos(angle) * distance + random.normal(0, width),
    x2: Math.sin(angle) * distance + random.normal(0, width),
    label,
  };
}

function spirals({ random, noise }: Draw, arms: number): Sample {
  const label = random.integer(arms);
  const along = random.uniform();
  const angle = 1.75 * along * 2 * Math.PI * (2 / arms) + (2 * Math.PI * label) / arms;
  const radius = along * 5;
  return {
    x1: radius * Math.sin(angle) + between(random, -1, 1) * noise,
    x2: radius * Math.cos(angle) + between(random, -1, 1) * noise,
    label,
  };
}

function rings({ random, noise }: Draw): Sample {
  const label = random.integer(3);
  const radius = 0.2 + label * 2 + between(random, 0, 1.2) + random.normal(0, 2 * noise);
  const angle = between(random, 0, 2 * Math.PI);
  return { x1: radius * Math.cos(angle), x2: radius * Math.sin(angle), label };
}

function plane({ random, noise }: Draw): Sample {
  const [x1, x2] = [between(random, -6, 6), between(random, -6, 6)];
  const blur = (): number => between(random, -6, 6) * noise;
  return { x1, x2, label: (x1 + blur() + x2 + blur()) / 12 };
}

const HILLS = [
  [-4, 2.5, 1],
  [0, 2.5, -1],
  [4, 2.5, 1],
  [-4, -2.5, -1],
  [0, -2.5, 1],
  [4, -2.5, -1],
] as const;

function hills({ random, noise }: Draw): Sample {
  const [x1, x2] = [between(random, -6, 6), between(random, -6, 6)];
  const [y1, y2] = [x1 + between(random, -6, 6) * noise, x2 + between(random, -6, 6) * noise];
  const heights = HILLS.map(([a, b, sign]) => sign * Math.max(0, 1 - Math.hypot(y1 - a, y2 - b) / 2));
  return { x1, x2, label: heights.reduce((most, height) => (Math.abs(height) > Math.abs(most) ? height : most), 0) };
}
