/** Where the page serves the codes of all languages, relative to itself. */
export const LANGUAGES_FILE = 'texts/languages.json';

/** Where it serves what things are called in one language. */
export function textFile(code: string): string {
  return `texts/${code}.json.gz`;
}
