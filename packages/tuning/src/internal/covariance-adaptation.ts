import type { RandomStream } from '@neurite/core';
import { eigenSymmetric, matrix } from '@neurite/numeric';

/** How often a point outside is drawn again. */
const ATTEMPTS = 100;

/**
 * A normal distribution that is moved and formed by the better half of the points of each generation.
 *
 * @see Hansen, "The CMA evolution strategy: a tutorial", 2016: names of constants in brackets
 */
export class CovarianceAdaptation {
  /** Points of a generation [λ]. */
  readonly population: number;
  readonly #size: number;
  #mean: number[];
  /** The width of the distribution [σ]. */
  #step: number;
  /** Its form [C], row by row, and what it is made of. */
  #covariance: Float64Array;
  #axes: Float64Array;
  #lengths: Float64Array;
  /** Where the mean has been going, in the distribution's own units [pσ] and in the space [pc]. */
  #stepPath: number[];
  #path: number[];
  #generation = 0;

  constructor(
    size: number,
    { population, spread }: { readonly population: number | undefined; readonly spread: number },
  ) {
    this.#size = size;
    this.population = population ?? 4 + Math.floor(3 * Math.log(size));
    this.#mean = Array.from({ length: size }, () => 0.5);
    this.#step = spread;
    this.#covariance = identity(size);
    this.#axes = identity(size);
    this.#lengths = new Float64Array(size).fill(1);
    this.#stepPath = Array.from({ length: size }, () => 0);
    this.#path = Array.from({ length: size }, () => 0);
  }

  /** @returns undefined when none of many is accepted */
  sample(random: RandomStream, isAccepted: (point: number[]) => boolean = () => true): number[] | undefined {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const z = Float64Array.from(this.#lengths, (length) => length * random.normal());
      const point = this.#mean.map((mean, i) => mean + this.#step * dot(this.#axes, i, z));
      if (isAccepted(point)) return point;
    }
    return undefined;
  }

  /** @param points of a generation, from the best to the worst */
  update(points: readonly (readonly number[])[]): void {
    const size = this.#size;
    const weights = weightsOf(points.length);
    const effective = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0); // [μeff]
    const stepRate = (effective + 2) / (size + effective + 5); // [cσ]
    const damping = 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (size + 1)) - 1) + stepRate; // [dσ]
    const pathRate = (4 + effective / size) / (size + 4 + (2 * effective) / size); // [cc]
    const rankOne = 2 / ((size + 1.3) ** 2 + effective); // [c1]
    const rankMany = Math.min(1 - rankOne, (2 * (effective - 2 + 1 / effective)) / ((size + 2) ** 2 + effective)); // [cμ]
    this.#generation++;

    const moves = weights.map((_, k) => points[k]!.map((value, i) => (value - this.#mean[i]!) / this.#step));
    const move = this.#mean.map((_, i) => weights.reduce((sum, weight, k) => sum + weight * moves[k]![i]!, 0));
    this.#mean = this.#mean.map((mean, i) => mean + this.#step * move[i]!);

    const whitened = this.#whiten(move);
    const grown = Math.sqrt(stepRate * (2 - stepRate) * effective);
    this.#stepPath = this.#stepPath.map((value, i) => (1 - stepRate) * value + grown * whitened[i]!);
    const length = Math.hypot(...this.#stepPath);
    const expected = Math.sqrt(size) * (1 - 1 / (4 * size) + 1 / (21 * size * size));
    // A path that is long because it has just begun to grow tells nothing about the form.
    const settled = Math.sqrt(1 - (1 - stepRate) ** (2 * this.#generation));
    const isShort = length / settled < (1.4 + 2 / (size + 1)) * expected;
    const moved = isShort ? Math.sqrt(pathRate * (2 - pathRate) * effective) : 0;
    this.#path = this.#path.map((value, i) => (1 - pathRate) * value + moved * move[i]!);

    const kept = 1 - rankOne - rankMany + (isShort ? 0 : rankOne * pathRate * (2 - pathRate));
    this.#covariance = this.#covariance.map((value, at) => {
      const [i, j] = [Math.floor(at / size), at % size];
      const many = weights.reduce((sum, weight, k) => sum + weight * moves[k]![i]! * moves[k]![j]!, 0);
      return kept * value + rankOne * this.#path[i]! * this.#path[j]! + rankMany * many;
    });
    this.#step *= Math.exp((stepRate / damping) * (length / expected - 1));
    this.#decompose();
  }

  #decompose(): void {
    const { values, vectors } = eigenSymmetric(matrix(this.#covariance, [this.#size, this.#size]));
    this.#axes = Float64Array.from(vectors.data);
    // Rounding can make a variance of almost nothing negative.
    this.#lengths = Float64Array.from(values, (value) => Math.sqrt(Math.max(value, 1e-20)));
  }

  /** A move in units in which the distribution is round. */
  #whiten(move: readonly number[]): number[] {
    const size = this.#size;
    const along = Float64Array.from({ length: size }, (_, k) => {
      const projected = move.reduce((sum, value, i) => sum + value * this.#axes[i * size + k]!, 0);
      return projected / this.#lengths[k]!;
    });
    return move.map((_, i) => dot(this.#axes, i, along));
  }
}

/** The better half counts, the best ones most. */
function weightsOf(count: number): number[] {
  const better = Math.max(1, Math.floor(count / 2));
  const raw = Array.from({ length: better }, (_, i) => Math.log((count + 1) / 2) - Math.log(i + 1));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

/** A row of a square matrix times a vector. */
function dot(rows: Float64Array, row: number, vector: Float64Array): number {
  let sum = 0;
  for (const [k, value] of vector.entries()) sum += rows[row * vector.length + k]! * value;
  return sum;
}

function identity(size: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
}
