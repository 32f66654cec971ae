import { FormatError } from '@neurite/core';

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
      else throw this.#wrong(`have no field ${JSON.stringify(field)} in tensor ${JSON.stringify(name)}`);
    });
    const [start, end, more] = offsets ?? [];
    if (dtype === undefined || shape === undefined || start === undefined || end === undefined || more !== undefined) {
      throw this.#wrong(`have dtype, shape and two data_offsets for tensor ${JSON.stringify(name)}`);
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
      if (keys.has(key)) throw this.#wrong(`have the key ${JSON.stringify(key)} once`);
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

  #natural(): number {
    const [digits] = this.#match(/(?:0|[1-9][0-9]*)(?![0-9.eE])/y, 'have an integer of at least 0');
    const value = Number(digits);
    if (!Number.isSafeInteger(value)) throw this.#wrong('have integers below 2⁵³');
    return value;
  }

  #string(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids just these in a string
    const pattern = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    const [quoted] = this.#match(pattern, 'have a string');
    const value: string = JSON.parse(quoted);
    if (/\p{Surrogate}/u.test(value)) throw this.#wrong('have strings that are Unicode');
    return value;
  }

  #match(pattern: RegExp, expected: string): RegExpExecArray {
    this.#space();
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) throw this.#wrong(expected);
    this.#at = pattern.lastIndex;
    return match;
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
