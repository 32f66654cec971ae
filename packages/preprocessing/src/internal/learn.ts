import {
  ArgumentError,
  checkOptions,
  describeValue,
  type FittedTransformer,
  ShapeError,
  type Transformer,
  type TransformerOptions,
} from '@neurite/core';
import type { Learner } from '../column.js';
import { finishWithPauses, pauser } from './steps.js';

/** How often a long loop looks whether it was aborted. */
const ROWS_PER_CHECK = 4096;

/** How often a loop over what arrives looks at the clock. */
const ROWS_PER_PAUSE = 256;

/**
 * The `fit` of a transformer: hands each value that has a weight to a learner, once and in order; of an async iterable with
 * pauses for the event loop.
 */
export function fitBy<Value, In, Out, Fitted extends FittedTransformer<In, Out>>(
  where: string,
  start: (options: TransformerOptions) => Learner<Value, Fitted>,
): Transformer<Value, In, Out, Fitted>['fit'] {
  function fit(values: Iterable<Value>, options?: TransformerOptions): Fitted;
  function fit(values: AsyncIterable<Value>, options?: TransformerOptions): Promise<Fitted>;
  function fit(values: Iterable<Value> | AsyncIterable<Value>, options: TransformerOptions = {}) {
    checkOptions(where, options, ['weights', 'seed', 'signal', 'targets']);
    const rows = new Rows(where, start(options), options);
    if (typeof values === 'object' && values !== null && Symbol.asyncIterator in values) {
      return (async () => {
        const pause = pauser();
        let count = 0;
        for await (const value of values) {
          rows.add(value);
          if (++count % ROWS_PER_PAUSE === 0) await pause();
        }
        return rows.endWithPauses();
      })();
    }
    if (typeof values === 'string' || !(Symbol.iterator in Object(values))) {
      throw new ArgumentError({
        where,
        argument: 'values',
        expected: 'be an array or an iterable',
        received: describeValue(values),
      });
    }
    for (const value of values as Iterable<Value>) rows.add(value); // the other one has returned
    return rows.end();
  }
  return fit;
}

class Rows<Value, Fitted> {
  readonly #where: string;
  readonly #learner: Learner<Value, Fitted>;
  readonly #options: TransformerOptions;
  #row = 0;

  constructor(where: string, learner: Learner<Value, Fitted>, options: TransformerOptions) {
    this.#where = where;
    this.#learner = learner;
    this.#options = options;
  }

  add(value: Value): void {
    const { weights, signal } = this.#options;
    const row = this.#row++;
    if (row % ROWS_PER_CHECK === 0) signal?.throwIfAborted();
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new ArgumentError({
        where: this.#where,
        argument: 'weights',
        expected: 'be finite numbers of at least 0',
        received: `${describeValue(weight)} in row ${row}`,
      });
    }
    if (weight > 0) this.#learner.add(value, weight, row);
  }

  end(): Fitted {
    this.#checkCounts();
    return this.#learner.end();
  }

  async endWithPauses(): Promise<Fitted> {
    this.#checkCounts();
    return this.#learner.steps === undefined ? this.#learner.end() : finishWithPauses(this.#learner.steps());
  }

  #checkCounts(): void {
    for (const argument of ['weights', 'targets'] as const) {
      const given = this.#options[argument];
      if (given === undefined || given.length === this.#row) continue;
      throw new ShapeError({
        where: this.#where,
        argument,
        expected: `have one number for each of the ${this.#row} rows`,
        received: `${given.length} numbers`,
      });
    }
  }
}
