import { type Steps, sortInSteps } from './steps.js';

/** The numbers of a stream with their weights, for what needs all of them at once: 8 bytes each, 16 with weights. */
export class Collected {
  #values = new Float64Array(1024);
  #weights: Float64Array | undefined;
  #count = 0;

  add(value: number, weight: number): void {
    if (this.#count === this.#values.length) {
      this.#values = grow(this.#values);
      if (this.#weights !== undefined) this.#weights = grow(this.#weights);
    }
    // Without weights, or with the same for all, none are kept.
    if (weight !== 1) this.#weights ??= new Float64Array(this.#values.length).fill(1, 0, this.#count);
    if (this.#weights !== undefined) this.#weights[this.#count] = weight;
    this.#values[this.#count++] = value;
  }

  /** @returns the values in ascending order, and their weights where one is not 1 */
  *sorted(): Steps<Sample> {
    const values = this.#values.subarray(0, this.#count);
    if (this.#weights === undefined) return { values: yield* sortInSteps(values), weights: undefined };
    const weights = this.#weights;
    const order = new Uint32Array(values.length);
    for (let i = 0; i < order.length; i++) order[i] = i;
    const ascending = yield* sortInSteps(order, (a, b) => values[a]! - values[b]!);
    return {
      values: Float64Array.from(ascending, (i) => values[i]!),
      weights: Float64Array.from(ascending, (i) => weights[i]!),
    };
  }
}

/** Numbers in ascending order, with the weight of each where they differ. */
export type Sample = { readonly values: Float64Array; readonly weights: Float64Array | undefined };

function grow(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
