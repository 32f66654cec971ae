/** How many values are summed at once. */
const CHUNK = 1024;

/**
 * Mean and variance of a stream in constant memory: each chunk in two passes, chunks put together by the formula of Chan.
 *
 * @see Chan, Golub and LeVeque, "Algorithms for Computing the Sample Variance", 1983
 */
export class Moments {
  readonly #values = new Float64Array(CHUNK);
  readonly #weights = new Float64Array(CHUNK);
  #pending = 0;
  #weight = 0;
  #mean = 0;
  #squares = 0;

  add(value: number, weight: number): void {
    this.#values[this.#pending] = value;
    this.#weights[this.#pending] = weight;
    if (++this.#pending === CHUNK) this.#merge();
  }

  /** The sum of the weights, the mean, and the variance about it divided by that sum. */
  end(): { readonly weight: number; readonly mean: number; readonly variance: number } {
    this.#merge();
    return { weight: this.#weight, mean: this.#mean, variance: this.#squares / this.#weight };
  }

  #merge(): void {
    const [values, weights, count] = [this.#values, this.#weights, this.#pending];
    if (count === 0) return;
    this.#pending = 0;
    const origin = values[0]!;
    let weight = 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      weight += weights[i]!;
      sum += weights[i]! * (values[i]! - origin);
    }
    const mean = origin + sum / weight;
    let squares = 0;
    let rest = 0;
    for (let i = 0; i < count; i++) {
      const distance = values[i]! - mean;
      squares += weights[i]! * distance * distance;
      rest += weights[i]! * distance;
    }
    squares -= (rest * rest) / weight; // what the rounding of the mean adds
    const total = this.#weight + weight;
    const distance = mean - this.#mean;
    this.#squares += squares + (distance * distance * this.#weight * weight) / total;
    this.#mean = this.#weight === 0 ? mean : this.#mean + (distance * weight) / total;
    this.#weight = total;
  }
}

/** Whether the variance is no more than the rounding of the values. */
export function isConstant(mean: number, variance: number, count: number): boolean {
  return variance <= count * Number.EPSILON * variance + (count * mean * Number.EPSILON) ** 2;
}
