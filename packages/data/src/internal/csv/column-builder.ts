import type { Column, ColumnType } from '../../column-table.js';
import type { Steps } from '../breathe.js';
import { CategoryCodes } from '../category-codes.js';
import { NumberBlocks } from '../number-blocks.js';
import { TextBlocks } from '../text-blocks.js';
import { type NumberForm, parseBoolean, parseDate, parseNumber, parseNumberIn } from './parse-cell.js';

/** Words for a missing value where numbers, dates or booleans stand; an empty cell is missing everywhere. */
const MISSING_WORDS: readonly string[] = [
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  'NaN',
  'nan',
  'null',
  'NULL',
  'None',
  '-',
  '?',
];

const MOST_SHARED = 1000;

export type CellRules = NumberForm & {
  /** What the caller says is missing, in columns of text too; undefined: the words above, and only where no text is. */
  readonly missing: ReadonlySet<string> | undefined;
};

/** Types whose cells are parsed one by one. */
export type ParsedType = Exclude<ColumnType, 'category' | 'text'>;

const parsers: Readonly<Record<ParsedType, (cell: string, form: NumberForm) => number>> = {
  number: parseNumber,
  integer: (cell, form) => {
    const value = parseNumber(cell, form);
    return Number.isInteger(value) ? value : Number.NaN;
  },
  boolean: parseBoolean,
  date: parseDate,
};

const usualWords = new Set(MISSING_WORDS);

export function isMissing(cell: string, type: ColumnType, { missing }: CellRules): boolean {
  if (cell === '') return true;
  if (missing !== undefined) return missing.has(cell);
  return type !== 'text' && type !== 'category' && (usualWords.has(cell) || cell.trim() === '');
}

/** The value of a cell of a column of numbers; NaN where it is none. */
export function parseAs(type: ParsedType, cell: string, rules: CellRules): number {
  return parsers[type](cell, rules);
}

/** Collects the cells of one column. */
export class ColumnBuilder {
  readonly name: string;
  readonly type: ColumnType;
  /** How often each word for a missing value was met. */
  readonly missing: Map<string, number> = new Map();
  readonly #rules: CellRules;
  readonly #texts = new TextBlocks();
  readonly #known = new Map<string, string>();
  readonly #categories = new CategoryCodes();
  readonly #values = new NumberBlocks();

  constructor(name: string, type: ColumnType, rules: CellRules) {
    this.name = name;
    this.type = type;
    this.#rules = rules;
  }

  /**
   * Adds the cell from `start` to `end` of a text. Three arguments: it runs for each cell.
   *
   * @returns whether the cell is of the column's type; else nothing is added
   */
  add(text: string, start: number, end: number): boolean {
    let value = Number.NaN;
    if (this.type === 'number' || this.type === 'integer') {
      value = parseNumberIn(text, start, end, this.#rules);
      if (this.type === 'integer' && !Number.isInteger(value)) value = Number.NaN;
      // Most cells are numbers: whether one is missing is asked only where it is none, or where the caller names numbers.
      if (Number.isNaN(value) || this.#rules.missing !== undefined) {
        if (this.#skip(text.slice(start, end))) value = Number.NaN;
        else if (Number.isNaN(value)) return false;
      }
    } else {
      const cell = text.slice(start, end);
      const isMissing = this.#skip(cell);
      if (this.type === 'text') {
        this.#texts.push(isMissing ? null : this.#shared(cell));
        return true;
      }
      if (!isMissing) {
        value = this.type === 'category' ? this.#categories.of(cell) : parsers[this.type](cell, this.#rules);
        if (Number.isNaN(value)) return false;
      }
    }
    this.#values.push(value);
    return true;
  }

  *finish(): Steps<Column> {
    const missing = [...this.missing.values()].reduce((sum, count) => sum + count, 0);
    if (this.type === 'text') return { type: 'text', values: yield* this.#texts.toArray(), missing };
    const values = yield* this.#values.toArray();
    if (this.type !== 'category') return { type: this.type, values, missing };
    return { type: 'category', values, categories: yield* this.#categories.settle(values), missing };
  }

  /** One string for all cells that say the same, as long as these are few: it saves memory, and the collector's time. */
  #shared(cell: string): string {
    const known = this.#known.get(cell);
    if (known !== undefined) return known;
    if (this.#known.size < MOST_SHARED) this.#known.set(cell, cell);
    return cell;
  }

  #skip(cell: string): boolean {
    if (!isMissing(cell, this.type, this.#rules)) return false;
    this.missing.set(cell, (this.missing.get(cell) ?? 0) + 1);
    return true;
  }
}
