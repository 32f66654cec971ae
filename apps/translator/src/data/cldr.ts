import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ArgumentError } from '@neurite/core/errors';
import { normalize } from './normalize.js';

/** Texts by the key that all languages share: a sign, or the code of a territory. */
type Texts = ReadonlyMap<string, string>;

const require = createRequire(import.meta.url);

/** Reads a file of one of the packages of Unicode's common locale data (CLDR). */
async function readCldr(packageName: string, path: string): Promise<unknown> {
  const folder = dirname(require.resolve(`${packageName}/package.json`));
  return JSON.parse(await readFile(join(folder, path), 'utf8'));
}

/**
 * The languages are those with names of territories and of signs.
 *
 * @throws ArgumentError when there is nothing of a language
 */
export function checkLanguage(argument: '--from' | '--to', code: string): void {
  const folders = [join('cldr-localenames-full', 'main'), join('cldr-annotations-full', 'annotations')];
  const isThere = folders.every((folder) => {
    const [name, below] = [dirname(folder), folder.slice(dirname(folder).length + 1)];
    return existsSync(join(dirname(require.resolve(`${name}/package.json`)), below, code));
  });
  if (
    /^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/.test(code) &&
    isThere &&
    Intl.DateTimeFormat.supportedLocalesOf(code).length > 0
  )
    return;
  throw new ArgumentError({
    where: 'npm run translate',
    argument,
    expected: 'be the code of a language that Unicode translates, such as en, fr, de or pt-BR',
    received: code,
  });
}

type Annotated = { readonly annotations: Readonly<Record<string, { readonly tts?: readonly string[] }>> };

/** What signs and emoji are called. @param derived whether those are meant that are made of others, such as flags */
export async function signNames(language: string, { derived }: { readonly derived: boolean }): Promise<Texts> {
  const [name, key] = derived
    ? ['cldr-annotations-derived-full', 'annotationsDerived']
    : ['cldr-annotations-full', 'annotations'];
  const file = (await readCldr(name!, `${key}/${language}/annotations.json`)) as Record<string, Annotated>; // as CLDR writes it
  const entries = Object.entries(file[key!]!.annotations);
  return new Map(
    entries.flatMap(([sign, { tts }]) => (tts?.[0] === undefined ? [] : [[sign, normalize(tts[0])] as const])),
  );
}

type Named = {
  readonly main: Readonly<Record<string, { readonly localeDisplayNames: Record<string, Record<string, string>> }>>;
};

/** The names of territories or of languages. */
export async function displayNames(language: string, of: 'territories' | 'languages'): Promise<Texts> {
  const { main } = (await readCldr('cldr-localenames-full', `main/${language}/${of}.json`)) as Named; // as CLDR writes it
  const entries = Object.entries(main[language]!.localeDisplayNames[of]!);
  return new Map(entries.map(([code, name]) => [code, normalize(name)]));
}

/** The pairs of texts with the same key. */
export function together(from: Texts, to: Texts): (readonly [source: string, target: string, key: string])[] {
  return [...from].flatMap(([key, source]) => {
    const target = to.get(key);
    return target === undefined || source === '' || target === '' ? [] : [[source, target, key] as const];
  });
}
