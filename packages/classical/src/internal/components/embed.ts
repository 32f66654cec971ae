import type { Turns } from '../turns.js';
import type { Affinities } from './affinities.js';
import { type Points, PointTree, threeOf } from './point-tree.js';

export type EmbedRules = {
  readonly dimensions: number;
  readonly theta: number;
  readonly learningRate: number;
  readonly earlyExaggeration: number;
  readonly iterations: number;
};

/** So many iterations at the beginning exaggerate affinities. */
const EARLY = 250;
const EARLY_MOMENTUM = 0.5;
const MOMENTUM = 0.8;
const LEAST_GAIN = 0.01;
/** So often it is looked whether the divergence still falls. */
const ROUND = 50;
const PATIENCE = 300;
const LEAST_GRADIENT = 1e-7;

export type Embedded = { readonly divergence: number; readonly iterations: number };

/** Moves points, in place, until their distances tell how near the rows are. */
export async function embed(
  points: Points,
  affinities: Affinities,
  rules: EmbedRules,
  turns: Turns,
): Promise<Embedded> {
  const { dimensions, theta, learningRate, earlyExaggeration } = rules;
  const rows = points[0].length;
  const tree = new PointTree(rows);
  const gradients = threeOf(rows);
  const steps = threeOf(rows);
  const gains = threeOf(rows);
  for (const own of gains) own.fill(1);
  let best = Infinity;
  let bestAt = 0;
  let divergence = Number.NaN;
  let iteration = 0;
  while (iteration < rules.iterations) {
    await turns.next();
    const early = iteration < EARLY;
    const exaggeration = early ? earlyExaggeration : 1;
    tree.build(points, dimensions);
    const total = repel(points, tree, { theta, gradients });
    attract(points, affinities, { total, exaggeration, gradients });
    let norm = 0;
    for (let axis = 0; axis < dimensions; axis++) {
      const move = { gradients: gradients[axis]!, steps: steps[axis]!, gains: gains[axis]! };
      norm += follow(points[axis]!, move, { learningRate, momentum: early ? EARLY_MOMENTUM : MOMENTUM });
    }
    iteration++;
    const last = iteration === rules.iterations;
    if (last || (!early && iteration % ROUND === 0)) {
      divergence = divergenceOf(points, affinities, total);
      if (divergence < best) [best, bestAt] = [divergence, iteration];
      if (iteration - bestAt > PATIENCE || Math.sqrt(norm) <= LEAST_GRADIENT) break;
    }
  }
  return { divergence, iterations: iteration };
}

/** Sets gradients to −Σ q² (y − y′) of all other points. @returns Σ q, with q = 1 / (1 + |y − y′|²), of all pairs */
export function repel(
  [xs, ys, zs]: Points,
  tree: PointTree,
  { theta, gradients }: { readonly theta: number; readonly gradients: Points },
): number {
  const { order, means, widths, starts, ends, next, cells } = tree;
  const [meanX, meanY, meanZ] = means;
  const near = theta * theta;
  let total = 0;
  for (let at = 0; at < order.length; at++) {
    const point = order[at]!;
    const x = xs[point]!;
    const y = ys[point]!;
    const z = zs[point]!;
    let sumX = 0;
    let sumY = 0;
    let sumZ = 0;
    let own = 0;
    for (let cell = 0; cell < cells; ) {
      const dx = x - meanX[cell]!;
      const dy = y - meanY[cell]!;
      const dz = z - meanZ[cell]!;
      const squared = dx * dx + dy * dy + dz * dz;
      const width = widths[cell]!;
      const inside = starts[cell]! <= at && at < ends[cell]!;
      if (width > 0 && (inside || width >= near * squared)) {
        cell++;
        continue;
      }
      const q = 1 / (1 + squared);
      const mass = (ends[cell]! - starts[cell]! - (inside ? 1 : 0)) * q;
      own += mass;
      const force = mass * q;
      sumX += force * dx;
      sumY += force * dy;
      sumZ += force * dz;
      cell = next[cell]!;
    }
    gradients[0][point] = -sumX;
    gradients[1][point] = -sumY;
    gradients[2][point] = -sumZ;
    total += own;
  }
  return total;
}

/** Turns what `repel` left into 4 Σ (p − q / Σ q) q (y − y′). */
function attract(
  [xs, ys, zs]: Points,
  { starts, others, values }: Affinities,
  {
    total,
    exaggeration,
    gradients: [gx, gy, gz],
  }: { readonly total: number; readonly exaggeration: number; readonly gradients: Points },
): void {
  for (let point = 0; point < xs.length; point++) {
    const x = xs[point]!;
    const y = ys[point]!;
    const z = zs[point]!;
    let sumX = 0;
    let sumY = 0;
    let sumZ = 0;
    for (let i = starts[point]!; i < starts[point + 1]!; i++) {
      const other = others[i]!;
      const dx = x - xs[other]!;
      const dy = y - ys[other]!;
      const dz = z - zs[other]!;
      const force = values[i]! / (1 + dx * dx + dy * dy + dz * dz);
      sumX += force * dx;
      sumY += force * dy;
      sumZ += force * dz;
    }
    gx[point] = 4 * (exaggeration * sumX + gx[point]! / total);
    gy[point] = 4 * (exaggeration * sumY + gy[point]! / total);
    gz[point] = 4 * (exaggeration * sumZ + gz[point]! / total);
  }
}

/** Gains grow while a step and its gradient agree. @returns the sum of the squared gradients */
function follow(
  points: Float64Array,
  { gradients, steps, gains }: { gradients: Float64Array; steps: Float64Array; gains: Float64Array },
  { learningRate, momentum }: { readonly learningRate: number; readonly momentum: number },
): number {
  let norm = 0;
  for (let i = 0; i < points.length; i++) {
    const gradient = gradients[i]!;
    norm += gradient * gradient;
    const gain = Math.max(LEAST_GAIN, steps[i]! * gradient < 0 ? gains[i]! + 0.2 : gains[i]! * 0.8);
    gains[i] = gain;
    const step = momentum * steps[i]! - learningRate * gain * gradient;
    steps[i] = step;
    points[i]! += step;
  }
  return norm;
}

/** Σ p log(p Σ q / q), with the sum that the points had before their last step. */
function divergenceOf([xs, ys, zs]: Points, { starts, others, values }: Affinities, total: number): number {
  let divergence = 0;
  for (let point = 0; point < xs.length; point++) {
    for (let i = starts[point]!; i < starts[point + 1]!; i++) {
      const other = others[i]!;
      const squared = (xs[point]! - xs[other]!) ** 2 + (ys[point]! - ys[other]!) ** 2 + (zs[point]! - zs[other]!) ** 2;
      if (values[i]! > 0) divergence += values[i]! * Math.log(values[i]! * total * (1 + squared));
    }
  }
  return divergence;
}
