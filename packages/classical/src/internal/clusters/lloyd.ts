import type { RandomStream, Table } from '@neurite/core';
import { meanRow } from '../products/centered.js';
import { ScoreProducts, type UseScores } from '../products/score-products.js';

/** Moves rows to the nearest centers and centers to the means of their rows, until neither changes. */
export function runLloyd(
  x: Table,
  weights: Float64Array,
  {
    centers: initial,
    maxIterations,
    tolerance,
  }: { readonly centers: Float64Array; readonly maxIterations: number; readonly tolerance: number },
): { readonly centers: Float64Array; readonly inertia: number; readonly iterations: number } {
  const { columns } = x;
  // Around the mean of the rows, less is lost in the differences of squares.
  const middle = meanRow(x);
  const products = new ScoreProducts(x, { center: middle, outputs: initial.length / columns });
  const squares = products.squares.subarray(0, columns).reduce((sum, square) => sum + square, 0);
  const least = (tolerance * squares) / x.data.length;
  let centers: Float64Array = initial.map((value, i) => value - middle[i % columns]!);
  const labels = new Int32Array(x.rows).fill(-1);
  let iterations = 0;
  let settled = false;
  while (iterations < maxIterations && !settled) {
    iterations++;
    const { sums, totals, changed } = sumRows(products, weights, { centers, labels });
    settled = !changed;
    fillEmpty(products, weights, { centers, labels, sums, totals });
    for (let i = 0; i < sums.length; i++) {
      const total = totals[Math.floor(i / columns)]!;
      if (total > 0) sums[i]! /= total;
    }
    let moved = 0;
    for (let i = 0; i < sums.length; i++) moved += (sums[i]! - centers[i]!) ** 2;
    centers = sums;
    settled ||= moved <= least;
  }
  products.score(coefficientsOf(centers, columns), labeler(labels, centers.length / columns));
  const distances = distancesOf(products, centers, labels);
  const inertia = distances.reduce((sum, distance, row) => sum + weights[row]! * distance, 0);
  return { centers: centers.map((value, i) => value + middle[i % columns]!), inertia, iterations };
}

/** The nearest center has the largest x c − ½ |c|². */
function coefficientsOf(centers: Float64Array, columns: number): Float64Array {
  const clusters = centers.length / columns;
  const coefficients = new Float64Array(clusters * (columns + 1));
  for (let k = 0; k < clusters; k++) {
    let square = 0;
    for (let i = 0; i < columns; i++) {
      const value = centers[k * columns + i]!;
      coefficients[k * (columns + 1) + i] = value;
      square += value * value;
    }
    coefficients[k * (columns + 1) + columns] = -0.5 * square;
  }
  return coefficients;
}

/** Labels the rows of a block by their nearest centers, the first of equally near ones, and counts those that it changes. */
function labeler(labels: Int32Array, clusters: number): UseScores {
  return (scores, { first, rows, stride }) => {
    let changed = 0;
    for (let i = 0; i < rows; i++) {
      const from = i * stride;
      let nearest = 0;
      let largest = scores[from]!;
      for (let k = 1; k < clusters; k++) {
        const score = scores[from + k]!;
        if (score <= largest) continue;
        largest = score;
        nearest = k;
      }
      if (labels[first + i] !== nearest) changed++;
      labels[first + i] = nearest;
    }
    return changed;
  };
}

/** Labels the rows by their nearest centers, and adds them up for each. */
function sumRows(
  products: ScoreProducts,
  weights: Float64Array,
  { centers, labels }: { readonly centers: Float64Array; readonly labels: Int32Array },
): { readonly sums: Float64Array; readonly totals: Float64Array; readonly changed: boolean } {
  const columns = products.squares.length - 1;
  const clusters = centers.length / columns;
  const label = labeler(labels, clusters);
  let changed = 0;
  const all = products.sumBy(coefficientsOf(centers, columns), weights, (scores, block, own) => {
    changed += label(scores, block);
    own.set(labels.subarray(block.first, block.first + block.rows));
  });
  const sums = new Float64Array(clusters * columns);
  const totals = new Float64Array(clusters);
  for (let k = 0; k < clusters; k++) {
    const end = k * (columns + 1) + columns;
    sums.set(all.subarray(end - columns, end), k * columns);
    totals[k] = all[end]!;
  }
  return { sums, totals, changed: changed > 0 };
}

/** Moves the farthest rows from their own clusters to the empty ones. */
function fillEmpty(
  products: ScoreProducts,
  weights: Float64Array,
  {
    centers,
    labels,
    sums,
    totals,
  }: {
    readonly centers: Float64Array;
    readonly labels: Int32Array;
    readonly sums: Float64Array;
    readonly totals: Float64Array;
  },
): void {
  const empty = Array.from(totals.keys()).filter((cluster) => totals[cluster] === 0);
  if (empty.length === 0) return;
  const { data, depth } = products.rows;
  const columns = products.squares.length - 1;
  const distances = distancesOf(products, centers, labels);
  const far = Array.from(distances.keys())
    .filter((row) => weights[row]! > 0)
    .sort((a, b) => distances[b]! - distances[a]!);
  for (const [i, cluster] of empty.entries()) {
    const row = far[i]!;
    const weight = weights[row]!;
    const from = labels[row]!;
    totals[from]! -= weight;
    totals[cluster] = weight;
    for (let column = 0; column < columns; column++) {
      const value = weight * data[row * depth + column]!;
      sums[from * columns + column]! -= value;
      sums[cluster * columns + column] = value;
    }
  }
}

/** How far each row is from its center, squared. */
function distancesOf(products: ScoreProducts, centers: Float64Array, labels: Int32Array): Float64Array {
  const { data, depth } = products.rows;
  const columns = products.squares.length - 1;
  return Float64Array.from(labels, (label, row) => {
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      sum += (data[row * depth + column]! - centers[label * columns + column]!) ** 2;
    }
    return sum;
  });
}

/** Rows as centers: each is drawn by its squared distance from the ones before, the best of several candidates. */
export function drawCenters(
  { rows, columns, data }: Table,
  weights: Float64Array,
  { clusters, random }: { readonly clusters: number; readonly random: RandomStream },
): Float64Array {
  const candidates = 2 + Math.floor(Math.log(clusters));
  const centers = new Float64Array(clusters * columns);
  const distanceTo = (row: number): Float64Array => {
    const distances = new Float64Array(rows);
    for (let other = 0; other < rows; other++) {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        sum += (data[other * columns + column]! - data[row * columns + column]!) ** 2;
      }
      distances[other] = sum;
    }
    return distances;
  };
  const take = (k: number, row: number): void => {
    centers.set(data.subarray(row * columns, (row + 1) * columns), k * columns);
  };
  const first = drawBy(weights, random);
  take(0, first);
  let nearest = distanceTo(first);
  for (let k = 1; k < clusters; k++) {
    const masses = nearest.map((distance, row) => distance * weights[row]!);
    let best = { row: 0, sum: Infinity, distances: nearest };
    for (let i = 0; i < candidates; i++) {
      const row = drawBy(masses, random);
      const distances = distanceTo(row);
      let sum = 0;
      for (let other = 0; other < rows; other++) {
        distances[other] = Math.min(distances[other]!, nearest[other]!);
        sum += weights[other]! * distances[other]!;
      }
      if (sum < best.sum) best = { row, sum, distances };
    }
    take(k, best.row);
    nearest = best.distances;
  }
  return centers;
}

function drawBy(masses: Float64Array, random: RandomStream): number {
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  let rest = random.uniform() * total;
  let last = 0;
  for (let row = 0; row < masses.length; row++) {
    if (masses[row] === 0) continue;
    last = row;
    rest -= masses[row]!;
    if (rest < 0) break;
  }
  return last;
}
