import { addTrees, sumOfTrees } from './boosted-trees.js';
import type { BoostingProblem } from './boosting-problem.js';
import type { ResolvedStopping } from './resolve-boosting.js';
import type { TreeBuilder } from './tree-builder.js';

/** Follows the loss of rows that were held back. */
export class Stopping {
  readonly losses: number[] = [];
  readonly #problem: BoostingProblem;
  readonly #rule: ResolvedStopping;
  readonly #builder: TreeBuilder;
  readonly #raw: Float64Array;
  #seen = 0;

  constructor(problem: BoostingProblem, rule: ResolvedStopping, builder: TreeBuilder) {
    this.#problem = problem;
    this.#rule = rule;
    this.#builder = builder;
    this.#raw = sumOfTrees(builder.trees(), problem.x);
    this.#note();
  }

  /** Takes the trees in that were added since. @returns whether none of the last losses was smaller than the one before */
  isOver(): boolean {
    const trees = this.#builder.trees(this.#seen);
    this.#seen += trees.roots.length;
    addTrees(trees, this.#problem.x, this.#raw);
    this.#note();
    const { patience, tolerance } = this.#rule;
    if (this.losses.length <= patience) return false;
    const reference = this.losses.at(-patience - 1)! - tolerance;
    return this.losses.slice(-patience).every((value) => value >= reference);
  }

  #note(): void {
    const { loss, y, weights } = this.#problem;
    this.losses.push(loss.value(y, this.#raw, weights));
  }
}
