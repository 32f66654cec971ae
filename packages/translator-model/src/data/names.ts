import { fold, normalize, wordsOf } from './normalize.js';
import type { Category, Languages, Pair } from './pair.js';
import { type LanguageTexts, together } from './texts.js';

/** Names of signs: words, and what is made of them, such as `woman farmer: dark skin tone` and `flag: Chad`. */
export function signPairs(from: LanguageTexts, to: LanguageTexts): Pair[] {
  const [plain, derived] = [together(from.signs, to.signs), together(from.derivedSigns, to.derivedSigns)];
  return [...plain, ...derived].map(([source, target]) => {
    // Full-width colons, as in Chinese, are colons, too.
    const category = /[:：]/u.test(source) ? 'compounds' : 'words';
    // `keycap: 7` combines nothing.
    const isCombined = category === 'words' || wordsOf(source).length > 1;
    return { source, target, category, group: isCombined ? fold(source) : undefined };
  });
}

/** Names of territories, languages and currencies. Those of territories with a flag are always learned from. */
export function namePairs({ from, to }: Languages, own: LanguageTexts, other: LanguageTexts): Pair[] {
  const pairs: Pair[] = [];
  const add = (category: Category, [source, target]: readonly [string, string, ...string[]], learned = false): void => {
    pairs.push({ source, target, category, group: learned ? undefined : fold(source) });
  };
  // Other keys are those of continents, and of other names.
  for (const pair of together(own.territories, other.territories)) add('regions', pair, /^[A-Z]{2}$/.test(pair[2]));
  for (const pair of together(own.languages, other.languages)) add('languages', pair);
  const [before, after] = [from, to].map((language) => {
    const names = new Intl.DisplayNames(language, { type: 'currency', fallback: 'none' });
    const codes = Intl.supportedValuesOf('currency');
    return Object.fromEntries(
      codes.flatMap((code) => (names.of(code) === undefined ? [] : [[code, normalize(names.of(code)!)]])),
    );
  }) as [Record<string, string>, Record<string, string>]; // two languages
  for (const pair of together(before, after)) add('currencies', pair);
  return pairs;
}
