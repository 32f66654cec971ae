import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { normalize } from './normalize.js';
import type { LanguageTexts, Texts } from './texts.js';

const require = createRequire(import.meta.url);

/** The folder of one of the packages of Unicode's common locale data (CLDR). */
function folderOf(packageName: string): string {
  return dirname(require.resolve(`${packageName}/package.json`));
}

async function readCldr(packageName: string, path: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folderOf(packageName), path), 'utf8'));
}

/** The folders in which there is one for each language. */
const BY_LANGUAGE = [
  ['cldr-localenames-full', 'main'],
  ['cldr-annotations-full', 'annotations'],
  ['cldr-annotations-derived-full', 'annotationsDerived'],
] as const;

/** The codes of all languages that have names of territories and of signs, and that `Intl` writes, in alphabetical order. */
export function languageCodes(): readonly string[] {
  const [names, ...others] = BY_LANGUAGE.map(([name, below]) => readdirSync(join(folderOf(name), below)));
  return names!
    .filter((code) => others.every((codes) => codes.includes(code)))
    .filter((code) => Intl.DateTimeFormat.supportedLocalesOf(code).length > 0)
    .sort();
}

/** Reads what things are called in a language. For Node. @param language one of `languageCodes` */
export async function readTexts(language: string): Promise<LanguageTexts> {
  const [signs, derivedSigns, territories, languages] = await Promise.all([
    signNames(language, 'annotations'),
    signNames(language, 'annotationsDerived'),
    displayNames(language, 'territories'),
    displayNames(language, 'languages'),
  ]);
  return { signs, derivedSigns, territories, languages };
}

type Annotated = { readonly annotations: Readonly<Record<string, { readonly tts?: readonly string[] }>> };

async function signNames(language: string, of: 'annotations' | 'annotationsDerived'): Promise<Texts> {
  const [name] = BY_LANGUAGE.find(([, below]) => below === of)!;
  const file = (await readCldr(name, `${of}/${language}/annotations.json`)) as Partial<Record<string, Annotated>>; // as CLDR writes it, empty for some languages
  return Object.fromEntries(
    Object.entries(file[of]?.annotations ?? {}).flatMap(([sign, { tts }]) =>
      tts?.[0] === undefined ? [] : [[sign, normalize(tts[0])] as const],
    ),
  );
}

type Named = {
  readonly main: Readonly<Record<string, { readonly localeDisplayNames: Record<string, Record<string, string>> }>>;
};

async function displayNames(language: string, of: 'territories' | 'languages'): Promise<Texts> {
  const { main } = (await readCldr('cldr-localenames-full', `main/${language}/${of}.json`)) as Named; // as CLDR writes it
  const entries = Object.entries(main[language]!.localeDisplayNames[of]!);
  return Object.fromEntries(entries.map(([code, name]) => [code, normalize(name)]));
}
