import { ArgumentError } from '@neurite/core/errors';
import { languageCodes, readTexts } from '@neurite/translator-model/cldr';
import { makePairs } from '@neurite/translator-model/make-pairs';
import type { Languages } from '@neurite/translator-model/pair';
import { type Parts, splitPairs } from '@neurite/translator-model/split';
import { readPairs } from './read-pairs.js';

export type PairOptions = Languages & {
  readonly seed: number;
  /** A file with two columns. Default: what Unicode's common locale data and `Intl` translate. */
  readonly data?: string | undefined;
  /** The share of drawn phrases. */
  readonly amount: number;
};

/** @throws ArgumentError when a language is unknown; FormatError when a line of the file has no two phrases */
export async function loadPairs({ data, seed, amount, ...languages }: PairOptions): Promise<Parts> {
  if (data !== undefined) return splitPairs(await readPairs(data), seed);
  checkLanguage('--from', languages.from);
  checkLanguage('--to', languages.to);
  const [from, to] = await Promise.all([readTexts(languages.from), readTexts(languages.to)]);
  return makePairs({ ...languages, texts: { from, to }, seed, amount });
}

function checkLanguage(argument: '--from' | '--to', code: string): void {
  if (languageCodes().includes(code)) return;
  throw new ArgumentError({
    where: 'npm run translate',
    argument,
    expected: 'be the code of a language that Unicode translates, such as en, fr, de or pt-BR',
    received: code,
  });
}
