import type { RandomStream } from '@neurite/core';
import { centred } from './digit-image.js';
import { ink, type Pen, type Point, type Stroke } from './ink.js';

/** The longer side of a figure in pixels, as that of a digit. */
const LONGER_SIDE = 20;

/**
 * One to four random strokes that hang together more or less: lines, polylines, curves, arcs, some with feet, a few with a
 * dot, as a hand or a printer makes them. Among them is by chance nearly everything that is made of strokes, and now and
 * then a digit; only the most frequent ones, ones and zeros, are left out.
 *
 * @returns 28 × 28 shades in [0, 1], prepared as digits are
 */
export function randomFigure(random: RandomStream): Float32Array<ArrayBuffer> {
  let strokes = randomStrokes(random);
  while (isOne(strokes)) strokes = randomStrokes(random);
  return draw(strokes, randomPen(random));
}

/** A pen as thick as those of the training digits. */
export function randomPen(random: RandomStream): Pen {
  const radius = 0.7 + 1.3 * random.uniform() * random.uniform() + 0.3 * random.uniform();
  const edge = 0.6 + 0.6 * random.uniform();
  const pen = { radius, edge, square: random.uniform() < 0.4 };
  if (random.uniform() < 0.5) return pen;
  const angle = Math.PI * (random.uniform() < 0.5 ? random.integer(3) / 4 : random.uniform());
  return { ...pen, nib: { ratio: 1 + 1.2 * random.uniform(), angle } };
}

/** In a box of height 1. */
function randomStrokes(random: RandomStream): Stroke[] {
  // Neat figures are upright and meet where they should.
  const disorder = random.uniform() < 0.5 ? 0 : 1;
  const aspect = 0.45 + 0.6 * random.uniform();
  const strokes: Stroke[] = [];
  const amount = random.uniform();
  const count = amount < 0.25 ? 1 : amount < 0.6 ? 2 : amount < 0.9 ? 3 : 4;
  for (let i = 0; i < count; i++) strokes.push(randomStroke(random, strokes, { alone: count === 1, disorder }));
  if (random.uniform() < 0.08) {
    const [x, y] = gridPoint(random, disorder);
    const dot: Stroke = [
      [x, y],
      [x + 0.05, y],
    ];
    strokes.push(dot);
  }
  if (random.uniform() < 0.25) strokes.push(...feet(random, strokes));
  const slant = disorder * 0.35 * (random.uniform() - 0.6);
  return strokes.map((stroke) => stroke.map(([x, y]) => [x * aspect + slant * (1 - y), y] as const));
}

type Surroundings = {
  /** It is the only stroke of its figure. */
  readonly alone: boolean;
  /** 0 or 1: whether points lie beside the grid. */
  readonly disorder: number;
};

function randomStroke(random: RandomStream, others: readonly Stroke[], { alone, disorder }: Surroundings): Stroke {
  const point = (): Point => gridPoint(random, disorder);
  const start = others.length > 0 && random.uniform() < 0.85 ? pointOn(random, others) : point();
  const kind = random.uniform();
  if (others.length > 0 && kind < 0.3) return bridge(random, start, others);
  if (!alone && kind < 0.62) return line(random, start, { end: point(), disorder });
  const form = random.uniform();
  const corners = 2 + random.integer(alone ? 4 : 2);
  if (form < 0.25) return [start, ...Array.from({ length: corners }, point)];
  if (form < 0.55) return spline([start, ...Array.from({ length: corners + 1 }, point)]);
  return arc(random, start, alone);
}

function gridPoint(random: RandomStream, disorder: number): Point {
  return [
    random.integer(3) / 2 + 0.12 * disorder * (random.uniform() - 0.5),
    [0, 0.33, 0.5, 0.67, 1][random.integer(5)]! + 0.1 * disorder * (random.uniform() - 0.5),
  ];
}

/** An end of a stroke that is there, or any point of it. */
function pointOn(random: RandomStream, strokes: readonly Stroke[]): Point {
  const stroke = strokes[random.integer(strokes.length)]!;
  if (random.uniform() < 0.5) return stroke[random.integer(stroke.length)]!;
  return stroke.at(random.uniform() < 0.5 ? 0 : -1)!;
}

/** From one point of the strokes that are there to another, straight or bent: it closes holes. */
function bridge(random: RandomStream, start: Point, others: readonly Stroke[]): Stroke {
  let end = pointOn(random, others);
  for (let i = 0; i < 4 && distance(start, end) < 0.25; i++) end = pointOn(random, others);
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const bend = random.uniform() < 0.3 ? 0 : 1.6 * (random.uniform() - 0.5) * (1 + 0.6 / (distance(start, end) + 0.3));
  const middle = [(start[0] + end[0]) / 2 - dy * bend, (start[1] + end[1]) / 2 + dx * bend] as const;
  return Array.from({ length: 7 }, (_, i) => {
    const t = i / 6;
    const mix = (axis: 0 | 1): number =>
      (1 - t) ** 2 * start[axis] + 2 * t * (1 - t) * middle[axis] + t * t * end[axis];
    return [mix(0), mix(1)] as const;
  });
}

/** Often upright or level, and never short. */
function line(
  random: RandomStream,
  start: Point,
  { end: [x, y], disorder }: { readonly end: Point; readonly disorder: number },
): Stroke {
  const direction = random.uniform();
  const beside = 0.06 * disorder * (random.uniform() - 0.5);
  const end: Point = direction < 0.35 ? [start[0] + beside, y] : direction < 0.65 ? [x, start[1] + beside] : [x, y];
  if (distance(start, end) >= 0.3) return [start, end];
  return [start, [end[0], start[1] + (start[1] < 0.5 ? 1 : -1) * (0.4 + 0.6 * random.uniform())]];
}

/** A part of an ellipse; alone it is never closed, which would be a zero. */
function arc(random: RandomStream, start: Point, alone: boolean): Stroke {
  const [width, height] = [0.2 + 0.3 * random.uniform(), 0.2 + 0.35 * random.uniform()];
  const from = 2 * Math.PI * random.uniform();
  const share = alone ? 0.45 + 0.4 * random.uniform() : 0.35 + 0.65 * random.uniform();
  const turn = (random.uniform() < 0.5 ? 2 : -2) * Math.PI * share;
  const centre = [start[0] - width * Math.cos(from), start[1] - height * Math.sin(from)] as const;
  return Array.from({ length: 13 }, (_, i) => {
    const angle = from + (turn * i) / 12;
    return [centre[0] + width * Math.cos(angle), centre[1] + height * Math.sin(angle)] as const;
  });
}

/** Level bars across some ends of strokes, as of letters with serifs. */
function feet(random: RandomStream, strokes: readonly Stroke[]): Stroke[] {
  const ends = strokes.flatMap((stroke) => [stroke[0]!, stroke.at(-1)!]).filter(() => random.uniform() < 0.7);
  return ends.map(([x, y]) => {
    const width = 0.08 + 0.12 * random.uniform();
    const right = random.uniform() < 0.6 ? x + width : x;
    return [x - width, right].map((at): Point => [at, y]);
  });
}

/** The curve of Catmull and Rom through points. */
function spline(through: Stroke): Stroke {
  const at = (i: number): Point => through[Math.min(Math.max(i, 0), through.length - 1)]!;
  const curve: Point[] = [];
  for (let i = 0; i + 1 < through.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let t = 0; t < 1; t += 0.25) {
      const mix = (axis: 0 | 1): number =>
        b[axis] +
        0.5 * t * (c[axis] - a[axis]) +
        0.5 * t * t * (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) +
        0.5 * t ** 3 * (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]);
      curve.push([mix(0), mix(1)]);
    }
  }
  return [...curve, at(through.length)];
}

/** All of it is one upright line. */
function isOne(strokes: readonly Stroke[]): boolean {
  let [count, sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0];
  for (const stroke of strokes) {
    for (let i = 1; i < stroke.length; i++) {
      const [[x1, y1], [x2, y2]] = [stroke[i - 1]!, stroke[i]!];
      for (let t = 0; t <= 1; t += 0.25) {
        const [x, y] = [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
        count++;
        sx += x;
        sy += y;
        sxx += x * x;
        syy += y * y;
        sxy += x * y;
      }
    }
  }
  const [xx, yy, xy] = [sxx - (sx * sx) / count, syy - (sy * sy) / count, sxy - (sx * sy) / count];
  // The larger eigenvalue of the covariance; the smaller one is the rest.
  const large = (xx + yy) / 2 + Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
  return yy > 0.8 * xx && xx + yy - large < 0.01 * large;
}

/** The longer side becomes 20 pixels; then as a drawing is prepared. */
function draw(strokes: readonly Stroke[], pen: Pen): Float32Array<ArrayBuffer> {
  const bounds = (axis: 0 | 1): readonly [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (const stroke of strokes) {
      for (const point of stroke) {
        low = Math.min(low, point[axis]);
        high = Math.max(high, point[axis]);
      }
    }
    return [low, high];
  };
  const [[left, right], [top, bottom]] = [bounds(0), bounds(1)];
  const scale = (LONGER_SIDE - 2 * pen.radius) / Math.max(right - left, bottom - top, 1e-3);
  const size = (span: number): number => Math.max(1, Math.round(span * scale + 2 * pen.radius));
  const [width, height] = [size(right - left), size(bottom - top)];
  const sheet = { width, height, data: new Float32Array(width * height) };
  const place = ([x, y]: Point): Point => [(x - left) * scale + pen.radius, (y - top) * scale + pen.radius];
  for (const stroke of strokes) ink(sheet, stroke.map(place), pen);
  return centred(sheet).image;
}

function distance([x1, y1]: Point, [x2, y2]: Point): number {
  return Math.hypot(x2 - x1, y2 - y1);
}
