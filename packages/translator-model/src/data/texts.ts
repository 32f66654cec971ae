/** Texts by the key that all languages share: a sign, or the code of a territory. */
export type Texts = Readonly<Record<string, string>>;

/** What things are called in one language, in Unicode's common locale data; normalized. */
export type LanguageTexts = {
  /** Signs and emoji. */
  readonly signs: Texts;
  /** Those that are made of others, such as flags. */
  readonly derivedSigns: Texts;
  readonly territories: Texts;
  readonly languages: Texts;
};

/** The pairs of texts with the same key. */
export function together(from: Texts, to: Texts): (readonly [source: string, target: string, key: string])[] {
  return Object.entries(from).flatMap(([key, source]) => {
    const target = to[key];
    return !target || source === '' ? [] : [[source, target, key] as const];
  });
}
