import type { ColumnType } from '../../column-table.js';
import { type CellRules, isMissing, parseAs } from './column-builder.js';

/** In the order of trial: a cell of digits is an integer before it is a number. */
const TYPES = ['integer', 'number', 'boolean', 'date'] as const;

/** Finds the narrowest type that all cells of a column fit. */
export class TypeInference {
  /** How many cells of each type there were, of those that are not missing. */
  readonly #fits = new Map<ColumnType, number>();
  readonly #rules: CellRules;
  #cells = 0;
  /** A column whose cells are all missing has no type to tell by; text loses nothing. */
  readonly #examples = new Map<ColumnType, string>();

  constructor(rules: CellRules) {
    this.#rules = rules;
  }

  add(cell: string): void {
    if (isMissing(cell, 'number', this.#rules)) return;
    this.#cells++;
    for (const type of TYPES) {
      // A type that failed once is out.
      if ((this.#fits.get(type) ?? 0) !== this.#cells - 1) continue;
      if (Number.isNaN(parseAs(type, cell, this.#rules))) this.#examples.set(type, cell);
      else this.#fits.set(type, this.#cells);
    }
  }

  get type(): ColumnType {
    if (this.#cells === 0) return 'text';
    return TYPES.find((type) => this.#fits.get(type) === this.#cells) ?? 'text';
  }

  /** The cell that keeps the column from being one of numbers, if only that does. */
  get obstacle(): string | undefined {
    return this.type === 'text' && (this.#fits.get('number') ?? 0) > 0 ? this.#examples.get('number') : undefined;
  }
}
