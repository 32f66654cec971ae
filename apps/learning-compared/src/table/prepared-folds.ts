import type { Table } from '@neurite/core';
import type { Division } from './divide.js';
import { type PreparationName, preparationOf } from './preparations.js';
import type { Answered } from './question.js';

/** A part of the rows as a table, with answers. */
export type Part = { readonly x: Table; readonly y: Float64Array };

export type PreparedFold = { readonly training: Part; readonly validation: Part };

/** The folds as tables: each preparation learns from what its fold learns from, and once. */
export class PreparedFolds {
  readonly #answered: Answered;
  readonly #division: Division;
  readonly #prepared = new Map<string, PreparedFold>();

  constructor(answered: Answered, division: Division) {
    this.#answered = answered;
    this.#division = division;
  }

  get count(): number {
    return this.#division.folds.length;
  }

  get(name: PreparationName, index: number): PreparedFold {
    const key = `${name} ${index}`;
    let fold = this.#prepared.get(key);
    if (fold === undefined) {
      const { training, validation } = this.#division.folds[index]!;
      const preparation = preparationOf(name, this.#answered.question.inputs);
      const [learned, tested] = [this.#take(training), this.#take(validation)];
      const { fitted, transformed } = preparation.fitTransform(learned.rows);
      fold = {
        training: { x: transformed, y: learned.y },
        validation: { x: fitted.transform(tested.rows), y: tested.y },
      };
      this.#prepared.set(key, fold);
    }
    return fold;
  }

  #take(places: Uint32Array) {
    const rows = Array.from(places, (place) => this.#division.tuned[place]!);
    const { rows: all, y } = this.#answered;
    return { rows: rows.map((row) => all[row]!), y: Float64Array.from(rows, (row) => y[row]!) };
  }
}
