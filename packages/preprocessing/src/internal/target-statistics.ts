import { type CategoryKey, compareCategories } from './to-category.js';

/** Mean of some targets, and the sum of the squares about it, in constant memory. */
class Statistics {
  weight = 0;
  mean = 0;
  squares = 0;

  /** Adds a target, or those of other statistics. */
  add({ weight, mean, squares }: { readonly weight: number; readonly mean: number; readonly squares: number }): void {
    const total = this.weight + weight;
    const distance = mean - this.mean;
    this.squares += squares + (distance * distance * this.weight * weight) / total;
    this.mean += (distance * weight) / total;
    this.weight = total;
  }
}

/** The mean target of all rows, and what each category is encoded as. */
export type Encodings = {
  readonly mean: number;
  readonly categories: readonly CategoryKey[];
  readonly values: number[];
};

/** The targets of each category, and of all together. */
export class TargetStatistics {
  readonly #all = new Statistics();
  readonly #each = new Map<CategoryKey, Statistics>();

  add(category: CategoryKey, mean: number, weight: number): void {
    this.#all.add({ weight, mean, squares: 0 });
    this.#of(category).add({ weight, mean, squares: 0 });
  }

  merge(other: TargetStatistics): void {
    if (other.#all.weight > 0) this.#all.add(other.#all);
    for (const [category, statistics] of other.#each) this.#of(category).add(statistics);
  }

  get isEmpty(): boolean {
    return this.#all.weight === 0;
  }

  encodings(smooth: number | 'auto'): Encodings {
    const { mean, squares, weight } = this.#all;
    const variance = squares / weight;
    const categories = [...this.#each.keys()].sort(compareCategories);
    const values = categories.map((category) => {
      const own = this.#each.get(category)!;
      const noise = own.squares / own.weight;
      const trust =
        smooth === 'auto'
          ? (variance * own.weight) / (variance * own.weight + noise)
          : own.weight / (own.weight + smooth);
      return Number.isNaN(trust) ? mean : trust * own.mean + (1 - trust) * mean;
    });
    return { mean, categories, values };
  }

  #of(category: CategoryKey): Statistics {
    let statistics = this.#each.get(category);
    if (statistics === undefined) {
      statistics = new Statistics();
      this.#each.set(category, statistics);
    }
    return statistics;
  }
}
