import { ArgumentError } from '@neurite/core';
import type Papa from 'papaparse';
import type { Steps } from '../breathe.js';

const CANDIDATES = ['\t', ';', '|', ','] as const;
const NAMES: Readonly<Record<string, string>> = {
  '\t': 'tabs',
  ';': 'semicolons',
  '|': 'bars',
  ',': 'commas',
  ' ': 'spaces',
};
const DECIMAL_COMMA = /^\s*[-+−]?\d*,\d+(?:[eE][-+]?\d+)?\s*$/;
const THOUSANDS = /^\s*[-+−]?[1-9]\d{0,2}(?:,\d{3})+\s*$/;
const DECIMAL_POINT = /^\s*[-+−]?\d*\.\d+(?:[eE][-+]?\d+)?\s*$/;

export function nameOfSeparator(separator: string): string {
  return NAMES[separator] ?? JSON.stringify(separator);
}

/**
 * The separator by which the rows of a sample have one number of cells, at least two; where several do, the first of
 * tab, semicolon, bar and comma. Where none does, the one that most rows agree on, so that the others can be named.
 *
 * @param sample whole lines
 */
export function* findSeparator(papa: typeof Papa, sample: string, quote: string): Steps<string> {
  const scores: { readonly separator: string; readonly agreeing: number }[] = [];
  for (const separator of CANDIDATES) {
    yield;
    const { data } = new papa.Parser({ delimiter: separator, newline: '\n', quoteChar: quote }).parse(
      sample,
      0,
      false,
    ) as Papa.ParseResult<string[]>;
    const widths = data.filter((row) => row.length > 1 || row[0] !== '').map(({ length }) => length);
    const width = widths[0] ?? 1;
    const agreeing = width < 2 ? 0 : widths.filter((one) => one === width).length / widths.length;
    scores.push({ separator, agreeing });
  }
  const best = scores.reduce((a, b) => (b.agreeing > a.agreeing ? b : a));
  return best.agreeing === 0 ? ',' : best.separator;
}

/** Collects what cells say about how decimals are written. */
export class DecimalEvidence {
  #point = false;
  #comma = false;
  #ambiguous: string | undefined;

  add(cell: string): void {
    if (THOUSANDS.test(cell)) this.#ambiguous ??= cell;
    else if (DECIMAL_COMMA.test(cell)) this.#comma = true;
    else if (DECIMAL_POINT.test(cell)) this.#point = true;
  }

  /** @throws ArgumentError where all numbers with a comma may as well have thousands */
  decide(where: string, separator: string): '.' | ',' {
    if (this.#point) return '.';
    if (this.#comma) return ',';
    // Where commas separate cells, a number with commas was quoted, as thousands are.
    if (this.#ambiguous === undefined || separator === ',') return '.';
    throw new ArgumentError({
      where,
      argument: 'decimal',
      expected: 'be given where all commas of numbers are followed by three digits',
      received: `${this.#ambiguous.trim()}, which may have decimals or thousands`,
      advice: "Give { decimal: ',' } for decimals, { decimal: '.', thousands: ',' } for thousands",
    });
  }
}
