import type { Sample } from './collected.js';
import { interpolate } from './quantiles.js';
import type { Steps } from './steps.js';

/**
 * The centers of clusters of sorted numbers: Lloyd's iterations until nothing moves, from centers at equal distances. A
 * cluster without a value gets the one that is farthest from its center.
 *
 * @returns the centers in ascending order
 */
export function* kMeans({ values, weights }: Sample, count: number): Steps<number[]> {
  const [first, last] = [values[0]!, values[values.length - 1]!];
  let centers = Array.from({ length: count }, (_, i) => interpolate(first, last, (i + 0.5) / count));
  for (let iteration = 0; iteration < 300; iteration++) {
    yield;
    const { sums, totals } = assign(values, weights, centers);
    const next = centers.map((center, k) => (totals[k]! > 0 ? sums[k]! / totals[k]! : center)).sort((a, b) => a - b);
    const moved = next.some((center, k) => center !== centers[k]);
    centers = next;
    if (!moved) break;
  }
  return centers;
}

/** Adds up the values of each cluster, relocating those of empty clusters. */
function assign(
  values: Float64Array,
  weights: Float64Array | undefined,
  centers: readonly number[],
): { readonly sums: Float64Array; readonly totals: Float64Array } {
  const sums = new Float64Array(centers.length);
  const totals = new Float64Array(centers.length);
  const nearest = new Uint32Array(values.length);
  let k = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    // Both are sorted, so the nearest center only moves up.
    while (k < centers.length - 1 && Math.abs(centers[k + 1]! - value) <= Math.abs(centers[k]! - value)) k++;
    nearest[i] = k;
    sums[k]! += (weights?.[i] ?? 1) * value;
    totals[k]! += weights?.[i] ?? 1;
  }
  const moved = new Set<number>();
  for (const empty of [...totals.keys()].filter((cluster) => totals[cluster] === 0)) {
    let farthest = -1;
    let distance = 0;
    for (let i = 0; i < values.length; i++) {
      const from = Math.abs(values[i]! - centers[nearest[i]!]!);
      if (from > distance && !moved.has(i)) [farthest, distance] = [i, from];
    }
    if (farthest < 0) break; // fewer values than clusters
    moved.add(farthest);
    const weight = weights?.[farthest] ?? 1;
    sums[nearest[farthest]!]! -= weight * values[farthest]!;
    totals[nearest[farthest]!]! -= weight;
    sums[empty] = weight * values[farthest]!;
    totals[empty] = weight;
  }
  return { sums, totals };
}
