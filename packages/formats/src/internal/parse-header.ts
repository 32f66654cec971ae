import { FormatError } from '@neurite/core';
import { quote } from './quote.js';

/** One tensor as the header describes it; only its types have been checked. */
export type HeaderEntry = {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
};

export type Header = { readonly entries: readonly HeaderEntry[]; readonly metadata: Readonly<Record<string, string>> };

/**
 * Parses a header. JSON.parse would take the last of two equal keys, round integers above 2⁵³, and accept unknown
 * fields.
 *
 * @param where the function that the errors name
 * @throws FormatError with the position of the first mistake
 */
export function parseHeader(text: string, where: string): Header {
  return new HeaderParser(text, where).parse();
}

class HeaderParser {
  readonly #text: string;
  readonly #where: string;
  #at = 0;

  constructor(text: string, where: string) {
    this.#text = text;
    this.#where = where;
  }

  parse(): Header {
    if (!this.#text.startsWith('{')) throw this.#wrong('begin with {');
    const entries: HeaderEntry[] = [];
    let metadata: Readonly<Record<string, string>> = {};
    this.#object((name) => {
      if (name === '__metadata__') metadata = this.#strings();
      else entries.push(this.#entry(name));
    });
    this.#space();
    if (this.#at < this.#text.length) throw this.#wrong('end after its closing }');
    return { entries, metadata };
  }

  #entry(name: string): HeaderEntry {
    let dtype: string | undefined;
    let shape: readonly number[] | undefined;
    let offsets: readonly number[] | undefined;
    this.#object((field) => {
      if (field === 'dtype') dtype = this.#string();
      else if (field === 'shape') shape = this.#naturals();
      else if (field === 'data_offsets') offsets = this.#naturals();
      else throw this.#wrong(`have no field ${quote(field)} in tensor ${quote(name)}`);
    });
    const [start, end, more] = offsets ?? [];
    if (dtype === undefined || shape === undefined || start === undefined || end === undefined || more !== undefined) {
      throw this.#wrong(`have dtype, shape and two data_offsets for tensor ${quote(name)}`);
    }
    return { name, dtype, shape, start, end };
  }

  #strings(): Readonly<Record<string, string>> {
    const found: [string, string][] = [];
    this.#object((name) => found.push([name, this.#string()]));
    return Object.fromEntries(found);
  }

  /** @param member reads the value that follows the key */
  #object(member: (key: string) => void): void {
    const keys = new Set<string>();
    this.#list('{', '}', () => {
      const key = this.#string();
      if (keys.has(key)) throw this.#wrong(`have the key ${quote(key)} once`);
      keys.add(key);
      this.#expect(':');
      member(key);
    });
  }

  #naturals(): readonly number[] {
    const numbers: number[] = [];
    this.#list('[', ']', () => numbers.push(this.#natural()));
    return numbers;
  }

  #list(open: string, close: string, item: () => void): void {
    this.#expect(open);
    this.#space();
    if (this.#text[this.#at] === close) {
      this.#at++;
      return;
    }
    do item();
    while (this.#take(','));
    this.#expect(close);
  }

  // Numbers and strings are scanned by loops: a regular expression over megabytes runs out of stack.
  #natural(): number {
    this.#space();
    const start = this.#at;
    let end = start;
    while (isDigit(this.#text.charCodeAt(end))) end++;
    const digits = end - start;
    const leadingZero = digits > 1 && this.#text[start] === '0';
    if (digits === 0 || leadingZero || '.eE'.includes(this.#text[end] ?? 'end')) {
      throw this.#wrong('have an integer of at least 0');
    }
    this.#at = end;
    const value = digits > MAX_SAFE_DIGITS ? Number.POSITIVE_INFINITY : Number(this.#text.slice(start, end));
    if (!Number.isSafeInteger(value)) throw this.#wrong('have integers below 2⁵³');
    return value;
  }

  #string(): string {
    this.#space();
    const start = this.#at;
    const text = this.#text;
    if (text[start] !== '"') throw this.#wrong('have a string');
    let end = start + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    if (end >= text.length) throw this.#wrong('have a string');
    let value: string;
    try {
      // It also refuses control characters and unknown escapes.
      value = JSON.parse(text.slice(start, end + 1)) as string; // it begins and ends with a quote
    } catch {
      throw this.#wrong('have a string');
    }
    this.#at = end + 1;
    if (/\p{Surrogate}/u.test(value)) throw this.#wrong('have strings that are Unicode');
    return value;
  }

  #expect(mark: string): void {
    if (!this.#take(mark)) throw this.#wrong(`have ${mark}`);
  }

  #take(mark: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    while (' \n\r\t'.includes(this.#text[this.#at] ?? 'end')) this.#at++;
  }

  #wrong(expected: string): FormatError {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    return new FormatError({
      where: this.#where,
      argument: 'header',
      expected: `${expected} at character ${this.#at}`,
      received: rest === '' ? 'its end' : JSON.stringify(rest),
      advice: 'The file is damaged, or is not a safetensors file',
    });
  }
}

/** 2⁵³ has 16 digits. */
const MAX_SAFE_DIGITS = 16;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
