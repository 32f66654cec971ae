import { displayNames, signNames, together } from './cldr.js';
import { fold, normalize, wordsOf } from './normalize.js';
import type { Category, Languages, Pair } from './pair.js';

/** Names of signs: words, and what is made of them, such as `woman farmer: dark skin tone` and `flag: Chad`. */
export async function signPairs({ from, to }: Languages): Promise<Pair[]> {
  const [plain, derived] = await Promise.all(
    [false, true].map(async (derived) =>
      together(await signNames(from, { derived }), await signNames(to, { derived })),
    ),
  );
  return [...plain!, ...derived!].map(([source, target]) => {
    // Full-width colons, as in Chinese, are colons, too.
    const category = /[:：]/u.test(source) ? 'compounds' : 'words';
    // `keycap: 7` combines nothing.
    const isCombined = category === 'words' || wordsOf(source).length > 1;
    return { source, target, category, group: isCombined ? fold(source) : undefined };
  });
}

/** Names of territories, languages and currencies. Those of territories with a flag are always learned from. */
export async function namePairs({ from, to }: Languages): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const add = (category: Category, [source, target]: readonly [string, string, ...string[]], learned = false): void => {
    pairs.push({ source, target, category, group: learned ? undefined : fold(source) });
  };
  const territories = together(await displayNames(from, 'territories'), await displayNames(to, 'territories'));
  // Other keys are those of continents, and of other names.
  for (const pair of territories) add('regions', pair, /^[A-Z]{2}$/.test(pair[2]));
  const languages = together(await displayNames(from, 'languages'), await displayNames(to, 'languages'));
  for (const pair of languages) add('languages', pair);
  const currencies = [from, to].map((language) => {
    const names = new Intl.DisplayNames(language, { type: 'currency', fallback: 'none' });
    const codes = Intl.supportedValuesOf('currency');
    return new Map(codes.flatMap((code) => (names.of(code) === undefined ? [] : [[code, normalize(names.of(code)!)]])));
  });
  for (const pair of together(currencies[0]!, currencies[1]!)) add('currencies', pair);
  return pairs;
}
