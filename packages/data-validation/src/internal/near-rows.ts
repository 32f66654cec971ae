import type { RandomStream } from '@neurite/core';
import { encoderOf } from './encoder.js';
import type { Encoder } from './encoder-type.js';
import type { Examined } from './examined.js';
import type { Part } from './part.js';

/** Rows that are nearly equal, in the counting of train and then test: `row` after `other`. */
export type NearRows = {
  /** How near: a distance of standardized rows. */
  readonly distance: number;
  readonly pairs: readonly { readonly row: number; readonly other: number }[];
};

/** Up to as many rows, all pairs are compared. */
const MOST_COMPARED = 3000;
/** Rows whose nearest ones tell how far apart rows usually are, and among how many. */
const QUERIES = 300;
const REFERENCES = 5000;
/** Nearly equal is nearer than this share of the usual distance. */
const NEAR = 0.25;
/** In few dimensions many rows are near by chance: nearer than it is likely for one row in 10,000. */
const BY_CHANCE = 1e-4;
/** Fewer rows that are near can be so by chance. */
export const FEWEST_NEAR = 3;
/** Grids of cells in which near rows are looked for. */
const GRIDS = 3;
/** The width of a cell, in the difference of one column between near rows. */
const WIDTH = 10;
/** More rows in one cell are not compared with each other. */
const MOST_IN_CELL = 8;
/** Rows with more columns are projected on as many random directions. */
const MOST_COLUMNS = 16;
/** Rows that are projected at a time. */
const BLOCK = 1024;

/**
 * Pairs of rows that are not equal but much nearer to each other than rows usually are: at most a quarter of the median
 * distance to the nearest row, and less where the data have few intrinsic dimensions. Of many rows, pairs are looked for
 * in three random grids, which finds nearly all.
 *
 * @see Facco et al., "Estimating the intrinsic dimension of datasets by a minimal neighborhood information", 2017, whose
 *   ratio of the two nearest distances is taken by its median here, so that duplicates do not count
 */
export function nearRows(data: Examined): NearRows | undefined {
  return data.shared('near rows', () => {
    const { first } = data.groups();
    const points = pointsOf(data);
    const distance = nearDistance(points, { rows: data.train.rows, random: data.random.child('near rows, sample') });
    if (distance === undefined) return undefined;
    const near = (i: number, j: number): boolean =>
      first[i] !== first[j] && squaredDistance(points, i, j) <= distance ** 2;
    const pairs: NearRows['pairs'] =
      points.rows <= MOST_COMPARED
        ? allPairs(points.rows, near)
        : gridPairs(points, { distance, near, random: data.random.child('near rows, grids') });
    return { distance, pairs };
  });
}

type Points = { readonly rows: number; readonly columns: number; readonly data: Float32Array };

/** The rows of both parts, standardized. */
function pointsOf(data: Examined): Points {
  const encoder = encoderOf(data);
  const parts: readonly Part[] = [data.train, ...(data.test === undefined ? [] : [data.test])];
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const columns = Math.min(encoder.columns, MOST_COLUMNS);
  const points = new Float32Array(rows * columns);
  const directions = data.random.child('directions').normals(encoder.columns * columns, 0, 1 / Math.sqrt(columns));
  const project = encoder.project ?? projectWhole(encoder);
  let to = 0;
  for (const part of parts) {
    for (let first = 0; first < part.rows; first += BLOCK) {
      const count = Math.min(BLOCK, part.rows - first);
      if (columns === encoder.columns) {
        for (let i = 0; i < count; i++) encoder.write(part, first + i, { data: points, at: to + i * columns });
      } else {
        const sums = new Float64Array(count * columns);
        project(part, { first, count }, { directions, sums });
        points.set(sums, to);
      }
      to += count * columns;
    }
  }
  return { rows, columns, data: points };
}

function projectWhole({ columns, write }: Encoder): NonNullable<Encoder['project']> {
  const whole = new Float64Array(columns);
  return (part, { first, count }, { directions, sums }) => {
    const each = directions.length / columns;
    for (let row = 0; row < count; row++) {
      write(part, first + row, { data: whole, at: 0 });
      for (let c = 0; c < columns; c++) {
        for (let d = 0; d < each; d++) sums[row * each + d]! += whole[c]! * directions[c * each + d]!;
      }
    }
  };
}

function squaredDistance({ columns, data }: Points, i: number, j: number): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += (data[i * columns + c]! - data[j * columns + c]!) ** 2;
  return sum;
}

/** How near is near, among the rows of train; undefined where they are too few, or repeat too often to tell. */
function nearDistance(
  points: Points,
  { rows, random }: { readonly rows: number; readonly random: RandomStream },
): number | undefined {
  if (rows < 50 || points.columns === 0) return undefined;
  const order = random.permutation(rows);
  const references = Math.min(rows, REFERENCES);
  const [nearest, ratios]: [number[], number[]] = [[], []];
  for (let q = 0; q < Math.min(QUERIES, rows); q++) {
    let [one, two] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let r = 0; r < references; r++) {
      if (r === q) continue;
      const square = squaredDistance(points, order[q]!, order[r]!);
      // Equal rows are no neighbors: they are duplicates.
      if (square === 0 || square >= two) continue;
      [one, two] = square < one ? [square, one] : [one, square];
    }
    if (two === Number.POSITIVE_INFINITY) return undefined;
    nearest.push(Math.sqrt(one));
    ratios.push(Math.sqrt(two / one));
  }
  const dimensions = Math.log(2) / Math.log(median(ratios));
  // Values on a grid have many neighbors at one distance, and no dimension.
  if (!(dimensions > 0 && dimensions < 1000)) return undefined;
  const usual = median(nearest) * (references / rows) ** (1 / dimensions);
  return usual * Math.min(NEAR, BY_CHANCE ** (1 / dimensions));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function allPairs(rows: number, near: (i: number, j: number) => boolean): { row: number; other: number }[] {
  const pairs: { row: number; other: number }[] = [];
  for (let row = 0; row < rows; row++) {
    for (let other = 0; other < row; other++) if (near(row, other)) pairs.push({ row, other });
  }
  return pairs;
}

/** Pairs that share a cell of a grid with random offsets. */
function gridPairs(
  { rows, columns, data }: Points,
  {
    distance,
    near,
    random,
  }: {
    readonly distance: number;
    readonly near: (i: number, j: number) => boolean;
    readonly random: RandomStream;
  },
): { row: number; other: number }[] {
  const perWidth = Math.sqrt(columns) / (WIDTH * distance);
  const size = 2 ** Math.ceil(Math.log2(2 * rows));
  const seen = new Set<number>();
  const pairs: { row: number; other: number }[] = [];
  for (let grid = 0; grid < GRIDS; grid++) {
    const offsets = random.uniforms(columns);
    const newest = new Int32Array(size).fill(-1);
    const before = new Int32Array(rows).fill(-1);
    for (let row = 0; row < rows; row++) {
      let hash = grid;
      for (let c = 0; c < columns; c++) {
        hash = Math.imul(hash ^ Math.floor(data[row * columns + c]! * perWidth + offsets[c]!), 0x85ebca6b);
        hash ^= hash >>> 15;
      }
      const slot = hash & (size - 1);
      let other = newest[slot]!;
      for (let step = 0; other >= 0 && step < MOST_IN_CELL; step++, other = before[other]!) {
        if (!near(row, other) || seen.has(row * rows + other)) continue;
        seen.add(row * rows + other);
        pairs.push({ row, other });
      }
      before[row] = newest[slot]!;
      newest[slot] = row;
    }
  }
  return pairs;
}
