import type { RandomStream, Table } from '@neurite/core';
import { meanRow } from '../products/centered.js';
import { ClusterSums } from './cluster-sums.js';
import { NearestCenters } from './nearest-centers.js';

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
  const clusters = initial.length / columns;
  const middle = meanRow(x);
  const nearest = new NearestCenters(x, { middle, clusters });
  const cluster = new ClusterSums(x, weights, { middle, clusters });
  const least = (tolerance * nearest.spread) / x.data.length;
  const labels = new Int32Array(x.rows).fill(-1);
  let centers: Float64Array = initial.map((value, i) => value - middle[i % columns]!);
  const meansOf = (anew: boolean): Float64Array => {
    const { sums, totals } = cluster.update(labels, anew);
    fillEmpty(x, weights, { middle, centers, labels, sums, totals });
    return sums.map((sum, i) => sum / (totals[Math.floor(i / columns)]! || 1));
  };
  let iterations = 0;
  let settled = false;
  while (iterations < maxIterations && !settled) {
    iterations++;
    const changed = nearest.label(centers, labels);
    settled = changed === 0;
    // What changes is moved, where that is less work, but for the last time.
    const means = meansOf(2 * changed > x.rows);
    let moved = 0;
    for (let i = 0; i < means.length; i++) moved += (means[i]! - centers[i]!) ** 2;
    settled ||= moved <= least;
    centers = settled || iterations === maxIterations ? meansOf(true) : means;
  }
  nearest.label(centers, labels);
  const distances = distancesOf(x, { middle, centers, labels });
  const inertia = distances.reduce((sum, distance, row) => sum + weights[row]! * distance, 0);
  return { centers: centers.map((value, i) => value + middle[i % columns]!), inertia, iterations };
}

/** Where the centers are, from the middle, and whose row each is. */
type Placed = { readonly middle: Float64Array; readonly centers: Float64Array; readonly labels: Int32Array };

/** Moves the farthest rows from their own clusters to the empty ones. */
function fillEmpty(
  x: Table,
  weights: Float64Array,
  { sums, totals, ...placed }: Placed & { readonly sums: Float64Array; readonly totals: Float64Array },
): void {
  const empty = Array.from(totals.keys()).filter((cluster) => totals[cluster] === 0);
  if (empty.length === 0) return;
  const { columns, data } = x;
  const distances = distancesOf(x, placed);
  const far = Array.from(distances.keys())
    .filter((row) => weights[row]! > 0)
    .sort((a, b) => distances[b]! - distances[a]!);
  for (const [i, cluster] of empty.entries()) {
    const row = far[i]!;
    const weight = weights[row]!;
    const from = placed.labels[row]!;
    totals[from]! -= weight;
    totals[cluster] = weight;
    for (let column = 0; column < columns; column++) {
      const value = weight * (data[row * columns + column]! - placed.middle[column]!);
      sums[from * columns + column]! -= value;
      sums[cluster * columns + column] = value;
    }
  }
}

/** How far each row is from its center, squared. */
function distancesOf({ rows, columns, data }: Table, { middle, centers, labels }: Placed): Float64Array {
  const distances = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const center = labels[row]! * columns;
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += (data[row * columns + i]! - middle[i]! - centers[center + i]!) ** 2;
    distances[row] = sum;
  }
  return distances;
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
