import type { Turns } from '../turns.js';
import type { RbfRows } from './rbf-rows.js';

/**
 * The θ with the smallest ½ θᵀKθ − yᵀθ + ε Σ |θ|, with Σ θ = 0 and bounds of each element: the dual problem of support vector
 * machines, those that classify (ε = 0) and those that predict values.
 */
export type DualProblem = {
  readonly kernel: RbfRows;
  readonly y: Float64Array;
  /** At most 0. */
  readonly lower: Float64Array;
  /** At least 0. */
  readonly upper: Float64Array;
  readonly epsilon: number;
};

export type DualRules = {
  /** Ends when no pair of elements violates the conditions of the minimum by more. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Whether elements that seem to stay at their bounds are left out until the end. */
  readonly shrinking: boolean;
};

export type DualSolution = {
  readonly theta: Float64Array;
  /** b of the scores Kθ + b. */
  readonly intercept: number;
  readonly iterations: number;
};

/** So many steps at most lie between two looks at what may be left out. */
const ROUND = 1000;
/** The least curvature along a pair; equal rows have none. */
const FLAT = 1e-12;

/**
 * By sequential minimal optimization: one element grows by as much as another one falls, the pair that promises the largest
 * decrease in second order.
 *
 * @see Fan, Chen and Lin, "Working set selection using second order information for training support vector machines", 2005;
 *   Chang and Lin, "LIBSVM: a library for support vector machines", 2011. Values have one element each instead of two, with a
 *   kink at 0.
 */
export async function solveDual(problem: DualProblem, rules: DualRules, turns: Turns): Promise<DualSolution> {
  const { tolerance, maxIterations, shrinking } = rules;
  const pairs = new PairDescent(problem);
  const round = Math.min(ROUND, problem.y.length);
  let iterations = 0;
  let looser = true;
  for (; iterations < maxIterations; iterations++) {
    if (iterations % round === round - 1) {
      await turns.next();
      // Near the end, what was left out too early comes back once.
      if (looser && pairs.gap <= 10 * tolerance) {
        looser = false;
        pairs.restore();
      }
      if (shrinking) pairs.shrink();
    }
    if (pairs.gap < tolerance || !pairs.step()) {
      if (!pairs.restore() || pairs.gap < tolerance) break;
    }
  }
  pairs.restore();
  return { theta: pairs.theta, intercept: -pairs.level(), iterations };
}

class PairDescent {
  readonly theta: Float64Array;
  readonly #problem: DualProblem;
  /** Kθ − y: the gradient without the kink. */
  readonly #gradient: Float64Array;
  /** The elements that take part are in front. */
  readonly #order: Uint32Array;
  #active: number;
  /** The smallest derivative upwards, where it is, and the largest one downwards. */
  #up = Infinity;
  #grows = -1;
  #down = -Infinity;

  constructor(problem: DualProblem) {
    const size = problem.y.length;
    this.#problem = problem;
    this.theta = new Float64Array(size);
    this.#gradient = problem.y.map((value) => -value);
    this.#order = Uint32Array.from({ length: size }, (_, i) => i);
    this.#active = size;
    this.#look();
  }

  /** By how much the most violating pair of those that take part violates the conditions of the minimum. */
  get gap(): number {
    return this.#down - this.#up;
  }

  /** @returns whether there was a pair to change */
  step(): boolean {
    const { kernel, lower, upper, epsilon } = this.#problem;
    const theta = this.theta;
    const grows = this.#grows;
    if (grows < 0) return false;
    const growing = kernel.row(grows);
    const falls = this.#partner(growing);
    if (falls < 0) return false;
    const falling = kernel.row(falls);
    const violation = this.#downward(falls) - this.#up;
    // No step passes the kink: the derivative is another one behind it.
    const from = theta[grows]!;
    const to = theta[falls]!;
    const high = epsilon > 0 && from < 0 ? 0 : upper[grows]!;
    const low = epsilon > 0 && to > 0 ? 0 : lower[falls]!;
    const wanted = violation / Math.max(FLAT, 2 - 2 * growing[falls]!);
    const step = Math.min(wanted, high - from, to - low);
    theta[grows] = step === high - from ? high : from + step;
    theta[falls] = step === to - low ? low : to - step;
    this.#look(growing, falling, step);
    return true;
  }

  /** Leaves elements out that stay at a bound, or at the kink, as the gradients stand. */
  shrink(): void {
    const { lower, upper, epsilon } = this.#problem;
    const [up, down] = [this.#up, this.#down];
    const order = this.#order;
    for (let i = 0; i < this.#active; ) {
      const t = order[i]!;
      const theta = this.theta[t]!;
      const gradient = this.#gradient[t]!;
      const growsNot = theta >= upper[t]! || gradient + (theta >= 0 ? epsilon : -epsilon) > down;
      const fallsNot = theta <= lower[t]! || gradient + (theta > 0 ? epsilon : -epsilon) < up;
      // Elements between bounds never have both.
      if (!(growsNot && fallsNot)) {
        i++;
        continue;
      }
      order[i] = order[--this.#active]!;
      order[this.#active] = t;
    }
    this.#look();
  }

  /** Takes all elements in again, with their gradients. @returns whether some were left out */
  restore(): boolean {
    const { kernel, y } = this.#problem;
    const theta = this.theta;
    const gradient = this.#gradient;
    const out = this.#order.subarray(this.#active);
    if (out.length === 0) return false;
    for (const t of out) gradient[t] = -y[t]!;
    for (let i = 0; i < theta.length; i++) {
      const factor = theta[i]!;
      if (factor === 0) continue;
      const row = kernel.row(i);
      for (let k = 0; k < out.length; k++) gradient[out[k]!]! += factor * row[out[k]!]!;
    }
    this.#active = theta.length;
    this.#look();
    return true;
  }

  /** What Kθ − y, with the kink, is at the minimum for all elements between bounds; halfway where there are none. */
  level(): number {
    const { lower, upper, epsilon } = this.#problem;
    let sum = 0;
    let free = 0;
    for (let t = 0; t < this.theta.length; t++) {
      const theta = this.theta[t]!;
      if (theta === 0 || theta <= lower[t]! || theta >= upper[t]!) continue;
      sum += this.#gradient[t]! + (theta > 0 ? epsilon : -epsilon);
      free++;
    }
    if (free > 0) return sum / free;
    const [up, down] = [this.#up, this.#down].filter(Number.isFinite);
    return up === undefined ? 0 : (up + (down ?? up)) / 2;
  }

  #downward(t: number): number {
    return this.#gradient[t]! + (this.theta[t]! > 0 ? this.#problem.epsilon : -this.#problem.epsilon);
  }

  /** The element that should fall while the other one grows. */
  #partner(growing: Float32Array): number {
    const { lower, epsilon } = this.#problem;
    const theta = this.theta;
    const gradient = this.#gradient;
    const order = this.#order;
    const up = this.#up;
    let best = 0;
    let partner = -1;
    for (let i = 0; i < this.#active; i++) {
      const t = order[i]!;
      const own = theta[t]!;
      if (own <= lower[t]!) continue;
      const violation = gradient[t]! + (own > 0 ? epsilon : -epsilon) - up;
      if (violation <= 0) continue;
      const decrease = (violation * violation) / Math.max(FLAT, 2 - 2 * growing[t]!);
      if (decrease > best) [best, partner] = [decrease, t];
    }
    return partner;
  }

  /** Follows a step of a pair, if there was one, and looks for the most violating elements. */
  #look(growing?: Float32Array, falling?: Float32Array, step = 0): void {
    const { lower, upper, epsilon } = this.#problem;
    const theta = this.theta;
    const gradient = this.#gradient;
    const order = this.#order;
    const active = this.#active;
    if (growing !== undefined && falling !== undefined) {
      for (let i = 0; i < active; i++) {
        const t = order[i]!;
        gradient[t]! += step * (growing[t]! - falling[t]!);
      }
    }
    let up = Infinity;
    let down = -Infinity;
    let grows = -1;
    for (let i = 0; i < active; i++) {
      const t = order[i]!;
      const own = theta[t]!;
      const value = gradient[t]!;
      if (own < upper[t]!) {
        const upward = value + (own >= 0 ? epsilon : -epsilon);
        if (upward < up) [up, grows] = [upward, t];
      }
      if (own > lower[t]!) down = Math.max(down, value + (own > 0 ? epsilon : -epsilon));
    }
    this.#up = up;
    this.#down = down;
    this.#grows = grows;
  }
}
