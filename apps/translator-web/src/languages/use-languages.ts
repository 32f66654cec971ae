import { useEffect, useState } from 'preact/hooks';
import { languageName } from './language-name.js';
import { LANGUAGES_FILE } from './text-file.js';

/** A language to choose. */
export type LanguageOption = { readonly value: string; readonly title: string };

/** Until the others are known, and where they never are. */
const FIRST: readonly LanguageOption[] = optionsOf(['en', 'fr']);

/** The languages that have texts next to the page and that this browser writes, by name. */
export function useLanguages(): readonly LanguageOption[] {
  const [languages, setLanguages] = useState(FIRST);
  useEffect(() => {
    fetch(new URL(LANGUAGES_FILE, document.baseURI))
      .then((response) => response.json())
      .then((codes: readonly string[]) => setLanguages(optionsOf(codes)))
      // Offline the first two are left.
      .catch(() => {});
  }, []);
  return languages;
}

function optionsOf(codes: readonly string[]): readonly LanguageOption[] {
  return Intl.DateTimeFormat.supportedLocalesOf([...codes])
    .map((value) => ({ value, title: languageName(value) }))
    .sort((a, b) => a.title.localeCompare(b.title, 'en'));
}
