import type { RandomStream } from '@neurite/core';
import type { Axis } from '../samplers/axis.js';
import { normalBelow, normalDensity } from './normal.js';
import { snapped } from './snapped.js';

/** Where a bin is narrower than this part of a kernel, its density is as good as its integral. */
const NARROW = 0.25;
/** No probability is 0: what has not been seen is possible. */
const TINY = 1e-300;

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
  /** Kernel by kernel, axis by axis: centers, or the observed level of a choice. */
  readonly #centers: Float64Array;
  readonly #widths: Float64Array;
  readonly #weights: Float64Array;
  /** The logarithm of each kernel's weight over its normalization. */
  readonly #offsets: Float64Array;
  readonly #logs: Float64Array;

  /**
   * @param observations a position for each axis
   * @param weights one for each observation, above 0
   * @param prior the weight of the kernel over everything
   */
  constructor(
    axes: readonly Axis[],
    observations: readonly (readonly number[])[],
    { weights, prior }: { readonly weights: readonly number[]; readonly prior: number },
  ) {
    const count = observations.length + 1;
    this.#axes = axes;
    this.#count = count;
    this.#centers = new Float64Array(count * axes.length).fill(0.5);
    this.#widths = new Float64Array(count * axes.length).fill(1);
    for (const [axis] of axes.entries()) this.#placeOn(axis, observations);
    const total = weights.reduce((sum, weight) => sum + weight, prior);
    this.#weights = Float64Array.from([...weights, prior], (weight) => weight / total);
    this.#offsets = this.#weights.map((weight, kernel) => Math.log(weight) - this.#normalization(kernel));
    this.#logs = new Float64Array(count);
  }

  /** A position for each axis, in the middle of its level where it has levels. */
  sample(random: RandomStream): number[] {
    let [kernel, left] = [0, random.uniform()];
    while (kernel < this.#count - 1 && left >= this.#weights[kernel]!) left -= this.#weights[kernel++]!;
    return this.#axes.map((axis, i) => {
      const at = kernel * this.#axes.length + i;
      return axis.isCategorical ? this.#sampleLevel(axis, at, random) : this.#samplePosition(axis, at, random);
    });
  }

  /** The logarithm of the density at a position for each axis. */
  logDensity(positions: readonly number[]): number {
    const size = this.#axes.length;
    const logs = this.#logs;
    logs.set(this.#offsets);
    for (const [i, axis] of this.#axes.entries()) {
      const position = positions[i]!;
      if (axis.isCategorical) {
        const level = Math.floor(position * axis.levels);
        for (let kernel = 0; kernel < this.#count; kernel++) {
          logs[kernel]! += Math.log(this.#probabilityOf(level, axis.levels, kernel * size + i));
        }
      } else if (axis.levels === Number.POSITIVE_INFINITY) {
        for (let kernel = 0, at = i; kernel < this.#count; kernel++, at += size) {
          const z = (position - this.#centers[at]!) / this.#widths[at]!;
          logs[kernel]! -= 0.5 * z * z;
        }
      } else {
        const [low, high] = axis.rangeAt(position);
        for (let kernel = 0, at = i; kernel < this.#count; kernel++, at += size) {
          logs[kernel]! += Math.log(this.#massBetween(low, high, at) + TINY);
        }
      }
    }
    const largest = logs.reduce((max, log) => Math.max(max, log), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (let kernel = 0; kernel < this.#count; kernel++) sum += Math.exp(logs[kernel]! - largest);
    return largest + Math.log(sum);
  }

  #placeOn(axis: number, observations: readonly (readonly number[])[]): void {
    const size = this.#axes.length;
    const { isCategorical, levels } = this.#axes[axis]!;
    const order = [...observations.keys()].sort((a, b) => observations[a]![axis]! - observations[b]![axis]!);
    const narrowest = 1 / Math.min(100, 1 + this.#count);
    for (const [rank, kernel] of order.entries()) {
      const at = kernel * size + axis;
      const center = observations[kernel]![axis]!;
      if (isCategorical) this.#centers[at] = Math.floor(center * levels);
      else {
        const [before, after] = [order[rank - 1], order[rank + 1]];
        const gaps = [
          before === undefined ? 0 : center - observations[before]![axis]!,
          after === undefined ? 0 : observations[after]![axis]! - center,
        ];
        const gap = order.length === 1 ? Math.max(center, 1 - center) : Math.max(...gaps);
        this.#centers[at] = center;
        this.#widths[at] = Math.min(1, Math.max(narrowest, gap));
      }
    }
    // The last kernel has no level: all are as likely.
    if (isCategorical) this.#centers[(this.#count - 1) * size + axis] = -1;
  }

  /** The logarithm by which a kernel is divided, so that it integrates to 1. */
  #normalization(kernel: number): number {
    let sum = 0;
    for (const [i, { isCategorical, levels }] of this.#axes.entries()) {
      if (isCategorical) continue;
      const at = kernel * this.#axes.length + i;
      const [center, width] = [this.#centers[at]!, this.#widths[at]!];
      sum += Math.log(normalBelow((1 - center) / width) - normalBelow(-center / width));
      if (levels === Number.POSITIVE_INFINITY) sum += Math.log(width);
    }
    return sum;
  }

  #massBetween(low: number, high: number, at: number): number {
    const [center, width] = [this.#centers[at]!, this.#widths[at]!];
    const isNarrow = high - low < NARROW * width;
    if (isNarrow) return normalDensity(((low + high) / 2 - center) / width) * ((high - low) / width);
    return Math.max(0, normalBelow((high - center) / width) - normalBelow((low - center) / width));
  }

  /** A choice that was observed is as likely as one observation among all, in which each choice has its share of one more. */
  #probabilityOf(level: number, levels: number, at: number): number {
    const center = this.#centers[at]!;
    if (center < 0) return 1 / levels;
    const share = 1 / this.#count;
    return ((level === center ? 1 : 0) + share) / (1 + levels * share);
  }

  #sampleLevel({ levels, positionAt }: Axis, at: number, random: RandomStream): number {
    let [level, left] = [0, random.uniform()];
    while (level < levels - 1 && left >= this.#probabilityOf(level, levels, at)) {
      left -= this.#probabilityOf(level++, levels, at);
    }
    return positionAt(level);
  }

  #samplePosition(axis: Axis, at: number, random: RandomStream): number {
    for (;;) {
      const position = random.normal(this.#centers[at]!, this.#widths[at]!);
      if (position >= 0 && position <= 1) return snapped(axis, position); // one of three, at least
    }
  }
}
