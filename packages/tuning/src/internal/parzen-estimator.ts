import type { RandomStream } from '@neurite/core';
import type { Axis } from '../samplers/axis.js';
import { normalBelow, normalDensity } from './normal.js';
import { snapped } from './snapped.js';

/** Where a bin is narrower than this part of a kernel, its density is as good as its integral. */
const NARROW = 0.25;
/** No probability is 0: what has not been seen is possible. */
const TINY = 1e-300;
/** Beside a 1, what is e to this power is lost in rounding. */
const NEGLIGIBLE = -38;

/**
 * A density over some axes: a kernel around each observation, and one over everything, so that nothing is impossible. Kernels
 * are normal distributions within 0 and 1, as wide as the larger gap to the neighbors, and products over the axes.
 *
 * @see Bergstra et al., "Algorithms for hyper-parameter optimization", 2011
 * @see Watanabe, "Tree-structured Parzen estimator: understanding its algorithm components", 2023
 */
export class ParzenEstimator {
  readonly #axes: readonly Axis[];
  /** Kernels, with the one over everything as the last. */
  readonly #count: number;
  /** For each axis the center of each kernel, or the observed level of a choice. */
  readonly #centers: readonly Float64Array[];
  readonly #widths: readonly Float64Array[];
  /** Thousands of densities are computed for each trial: −½ / width². */
  readonly #precisions: readonly Float64Array[];
  readonly #weight: number;
  /** The logarithm of each kernel's weight over its normalization. */
  readonly #offsets: Float64Array;
  readonly #logs: Float64Array;

  /**
   * @param axes those of the density
   * @param trials whose positions are observed; all have these axes
   * @param options.indices of the axes among the positions
   * @param options.prior the weight of the kernel over everything, in observations
   */
  constructor(
    axes: readonly Axis[],
    trials: readonly { readonly positions: Float64Array }[],
    { indices, prior }: { readonly indices: readonly number[]; readonly prior: number },
  ) {
    const count = trials.length + 1;
    this.#axes = axes;
    this.#count = count;
    this.#weight = 1 / (trials.length + prior);
    this.#offsets = new Float64Array(count).fill(Math.log(this.#weight));
    this.#offsets[trials.length] = Math.log(prior * this.#weight);
    this.#logs = new Float64Array(count);
    this.#centers = axes.map((axis, i) => {
      const centers = new Float64Array(count).fill(axis.isCategorical ? -1 : 0.5);
      for (let kernel = 0; kernel < trials.length; kernel++) {
        const position = trials[kernel]!.positions[indices[i]!]!;
        centers[kernel] = axis.isCategorical ? Math.floor(position * axis.levels) : position;
      }
      return centers;
    });
    this.#widths = this.#centers.map((centers, i) =>
      axes[i]!.isCategorical ? new Float64Array(0) : widthsOf(centers),
    );
    this.#precisions = this.#widths.map((widths) => widths.map((width) => -0.5 / (width * width)));
    for (const [i, axis] of axes.entries()) if (!axis.isCategorical) this.#normalize(i, axis.levels);
  }

  /** A position for each axis, in the middle of its level where it has levels. */
  sample(random: RandomStream): number[] {
    const last = this.#count - 1;
    const kernel = Math.min(last, Math.floor(random.uniform() / this.#weight));
    return this.#axes.map((axis, i) =>
      axis.isCategorical
        ? this.#sampleLevel(axis, this.#centers[i]![kernel]!, random)
        : this.#samplePosition(i, kernel, random),
    );
  }

  /** The logarithm of the density at a position for each axis. */
  logDensity(positions: readonly number[]): number {
    const [count, logs] = [this.#count, this.#logs];
    logs.set(this.#offsets);
    for (let i = 0; i < this.#axes.length; i++) {
      const { isCategorical, levels, rangeAt } = this.#axes[i]!;
      const [position, centers] = [positions[i]!, this.#centers[i]!];
      if (isCategorical) {
        const level = Math.floor(position * levels);
        for (let kernel = 0; kernel < count; kernel++) {
          logs[kernel]! += Math.log(this.#probabilityOf(level, levels, centers[kernel]!));
        }
      } else if (levels === Number.POSITIVE_INFINITY) {
        const precisions = this.#precisions[i]!;
        for (let kernel = 0; kernel < count; kernel++) {
          const distance = position - centers[kernel]!;
          logs[kernel]! += distance * distance * precisions[kernel]!;
        }
      } else {
        const [low, high] = rangeAt(position);
        const widths = this.#widths[i]!;
        for (let kernel = 0; kernel < count; kernel++) {
          logs[kernel]! += Math.log(massBetween(low, high, centers[kernel]!, widths[kernel]!) + TINY);
        }
      }
    }
    let largest = Number.NEGATIVE_INFINITY;
    for (let kernel = 0; kernel < count; kernel++) if (logs[kernel]! > largest) largest = logs[kernel]!;
    let sum = 0;
    for (let kernel = 0; kernel < count; kernel++) {
      const below = logs[kernel]! - largest;
      if (below > NEGLIGIBLE) sum += Math.exp(below);
    }
    return largest + Math.log(sum);
  }

  /** Divides kernels so that each integrates to 1 along an axis. */
  #normalize(axis: number, levels: number): void {
    const [centers, widths] = [this.#centers[axis]!, this.#widths[axis]!];
    for (let kernel = 0; kernel < this.#count; kernel++) {
      const [center, width] = [centers[kernel]!, widths[kernel]!];
      const inside = normalBelow((1 - center) / width) - normalBelow(-center / width);
      this.#offsets[kernel]! -= Math.log(levels === Number.POSITIVE_INFINITY ? inside * width : inside);
    }
  }

  /** A choice that was observed is as likely as one observation among all, in which each choice has its share of one more. */
  #probabilityOf(level: number, levels: number, center: number): number {
    if (center < 0) return 1 / levels;
    const share = 1 / this.#count;
    return ((level === center ? 1 : 0) + share) / (1 + levels * share);
  }

  #sampleLevel({ levels, positionAt }: Axis, center: number, random: RandomStream): number {
    let [level, left] = [0, random.uniform()];
    while (level < levels - 1 && left >= this.#probabilityOf(level, levels, center)) {
      left -= this.#probabilityOf(level++, levels, center);
    }
    return positionAt(level);
  }

  #samplePosition(axis: number, kernel: number, random: RandomStream): number {
    const [center, width] = [this.#centers[axis]![kernel]!, this.#widths[axis]![kernel]!];
    for (;;) {
      const position = random.normal(center, width);
      if (position >= 0 && position <= 1) return snapped(this.#axes[axis]!, position); // one of three, at least
    }
  }
}

/** As wide as the larger gap to a neighbor, within bounds; the last kernel is as wide as everything. */
function widthsOf(centers: Float64Array): Float64Array {
  const count = centers.length;
  const sorted = centers.slice(0, -1).sort();
  const narrowest = 1 / Math.min(100, 1 + count);
  return centers.map((center, kernel) => {
    if (kernel === count - 1) return 1;
    const at = placeIn(sorted, center);
    const before = at > 0 ? center - sorted[at - 1]! : 0;
    const after = at + 1 < sorted.length ? sorted[at + 1]! - center : 0;
    const gap = count === 2 ? Math.max(center, 1 - center) : Math.max(before, after);
    return Math.min(1, Math.max(narrowest, gap));
  });
}

/** The first index of a number in sorted ones, among which it is. */
function placeIn(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How much of a normal distribution lies in a bin. */
function massBetween(low: number, high: number, center: number, width: number): number {
  const isNarrow = high - low < NARROW * width;
  if (isNarrow) return normalDensity(((low + high) / 2 - center) / width) * ((high - low) / width);
  return Math.max(0, normalBelow((high - center) / width) - normalBelow((low - center) / width));
}
