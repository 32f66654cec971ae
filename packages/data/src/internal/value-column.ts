import { ArgumentError } from '@neurite/core';
import type { Column } from '../column-table.js';
import { finish, type Steps } from './breathe.js';
import { CategoryCodes } from './category-codes.js';
import { NumberBlocks } from './number-blocks.js';
import { describe } from './stack-elements.js';
import { TextBlocks } from './text-blocks.js';

export type ValueColumnOptions = {
  readonly where: string;
  readonly name: string;
  /** What holds a value: `record`, `row`. */
  readonly unit: string;
  /** Whether strings become codes. */
  readonly isCategory?: boolean;
};

type Kind = 'number' | 'boolean' | 'date' | 'text';

/** Collects the values of one column, which are of one type: numbers, bigints, booleans, dates or strings; null is missing. */
export class ValueColumn {
  readonly #options: ValueColumnOptions;
  #kind: Kind | undefined;
  #first = 0;
  #length = 0;
  #missing = 0;
  #areIntegers = true;
  readonly #numbers = new NumberBlocks();
  readonly #codes = new CategoryCodes();
  /** Strings, or what integers beyond float64 are written as; undefined where all are numbers so far. */
  #texts: TextBlocks | undefined;

  constructor(options: ValueColumnOptions) {
    this.#options = options;
  }

  /** @throws ArgumentError for a value of another type */
  add(value: unknown): void {
    const index = this.#length++;
    if (value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))) {
      this.#missing++;
      if (typeof value === 'number') this.#kind ??= 'number';
      this.#put(Number.NaN, null);
      return;
    }
    const kind = kindOf(value);
    if (kind === undefined || (this.#kind !== undefined && kind !== this.#kind)) throw this.#wrong(value, index);
    if (this.#kind === undefined) this.#first = index;
    this.#kind = kind;
    if (typeof value === 'string') {
      if (this.#options.isCategory === true) this.#put(this.#codes.of(value), null);
      else this.#put(Number.NaN, value);
      return;
    }
    const number = Number(value);
    if (kind === 'number' && !Number.isSafeInteger(number)) {
      // An integer that a float64 cannot hold is an identifier, which would come out as another.
      if (typeof value === 'bigint') this.#texts ??= textsOf(finish(this.#numbers.toArray()));
      else this.#areIntegers = false;
    }
    if (this.#texts === undefined) this.#put(number, null);
    else this.#texts.push(String(value));
  }

  *finish(): Steps<Column> {
    const missing = this.#missing;
    const isText = this.#options.isCategory !== true && (this.#kind === undefined || this.#kind === 'text');
    if (isText || this.#texts !== undefined) {
      const texts = this.#texts ?? missingTexts(this.#length);
      return { type: 'text', values: yield* texts.toArray(), missing };
    }
    const values = yield* this.#numbers.toArray();
    if (this.#kind === 'text' || this.#kind === undefined) {
      return { type: 'category', values, categories: yield* this.#codes.settle(values), missing };
    }
    if (this.#kind !== 'number') return { type: this.#kind, values, missing };
    return { type: this.#areIntegers && missing < values.length ? 'integer' : 'number', values, missing };
  }

  #put(number: number, text: string | null): void {
    if (this.#kind === 'text' && this.#options.isCategory !== true) {
      this.#texts ??= missingTexts(this.#length - 1);
    }
    if (this.#texts === undefined) this.#numbers.push(number);
    else this.#texts.push(text);
  }

  #wrong(value: unknown, index: number): ArgumentError {
    const { where, name, unit } = this.#options;
    return new ArgumentError({
      where,
      argument: name,
      expected:
        this.#kind === undefined
          ? 'hold numbers, booleans, dates, strings or null'
          : `hold values of one type, ${this.#kind} as in ${unit} ${this.#first}`,
      received: `${describe(value)} in ${unit} ${index}`,
    });
  }
}

function textsOf(numbers: Float64Array): TextBlocks {
  const texts = new TextBlocks();
  for (const number of numbers) texts.push(Number.isNaN(number) ? null : String(number));
  return texts;
}

function missingTexts(count: number): TextBlocks {
  const texts = new TextBlocks();
  for (let i = 0; i < count; i++) texts.push(null);
  return texts;
}

function kindOf(value: unknown): Kind | undefined {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return value instanceof Date ? 'date' : undefined;
}
