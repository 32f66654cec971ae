import type { RandomStream, Table } from '@neurite/core';
import { centered, meanRow } from '../products/centered.js';
import { assign, distancesTo } from './assign.js';

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
  const { rows, columns } = x;
  // Around the mean of the rows, less is lost in the differences of squares.
  const middle = meanRow(x);
  const own = { rows, columns, data: centered(x, middle) };
  let squares = 0;
  for (let i = 0; i < own.data.length; i++) squares += own.data[i]! ** 2;
  const least = (tolerance * squares) / own.data.length;
  let centers: Float64Array = initial.map((value, i) => value - middle[i % columns]!);
  let labels: Int32Array | undefined;
  let iterations = 0;
  let settled = false;
  while (iterations < maxIterations && !settled) {
    iterations++;
    const next = assign(own, centers);
    settled = labels !== undefined && sameLabels(labels, next);
    labels = next;
    const means = meansOf(own, weights, { labels, centers });
    let moved = 0;
    for (let i = 0; i < means.length; i++) moved += (means[i]! - centers[i]!) ** 2;
    centers = means;
    settled ||= moved <= least;
  }
  const distances = distancesTo(own, centers, assign(own, centers));
  const inertia = distances.reduce((sum, distance, row) => sum + weights[row]! * distance, 0);
  return { centers: centers.map((value, i) => value + middle[i % columns]!), inertia, iterations };
}

function sameLabels(before: Int32Array, after: Int32Array): boolean {
  for (let row = 0; row < before.length; row++) if (before[row] !== after[row]) return false;
  return true;
}

function meansOf(
  x: Table,
  weights: Float64Array,
  { labels, centers }: { readonly labels: Int32Array; readonly centers: Float64Array },
): Float64Array {
  const { rows, columns, data } = x;
  const clusters = centers.length / columns;
  const sums = new Float64Array(clusters * columns);
  const totals = new Float64Array(clusters);
  for (let row = 0; row < rows; row++) {
    const weight = weights[row]!;
    const to = labels[row]! * columns;
    totals[labels[row]!]! += weight;
    const from = row * columns;
    for (let column = 0; column < columns; column++) sums[to + column]! += weight * data[from + column]!;
  }
  const left = Array.from(totals.keys()).filter((cluster) => totals[cluster] === 0);
  if (left.length > 0) {
    const distances = distancesTo(x, centers, labels);
    const far = Array.from(distances.keys())
      .filter((row) => weights[row]! > 0)
      .sort((a, b) => distances[b]! - distances[a]!);
    for (const [i, cluster] of left.entries()) {
      // The row moves from its own cluster to the empty one.
      const row = far[i]!;
      const weight = weights[row]!;
      const from = labels[row]!;
      totals[from]! -= weight;
      totals[cluster] = weight;
      for (let column = 0; column < columns; column++) {
        const value = weight * data[row * columns + column]!;
        sums[from * columns + column]! -= value;
        sums[cluster * columns + column] = value;
      }
    }
  }
  for (let i = 0; i < sums.length; i++) {
    const total = totals[Math.floor(i / columns)]!;
    if (total > 0) sums[i]! /= total;
  }
  return sums;
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
