/** The value with the greatest weight; of several, the smallest. */
export class MostFrequent<Value> {
  readonly #weights = new Map<Value, number>();
  readonly #compare: (a: Value, b: Value) => number;

  constructor(compare: (a: Value, b: Value) => number) {
    this.#compare = compare;
  }

  add(value: Value, weight: number): void {
    this.#weights.set(value, (this.#weights.get(value) ?? 0) + weight);
  }

  /** After at least one was added. */
  end(): Value {
    const [first, ...others] = this.#weights;
    return others.reduce((best, each) => {
      const isBetter = each[1] > best[1] || (each[1] === best[1] && this.#compare(each[0], best[0]) < 0);
      return isBetter ? each : best;
    }, first!)[0];
  }
}
