const names = new Intl.DisplayNames('en', { type: 'language' });

/** `fr` is French. */
export function languageName(code: string): string {
  return names.of(code) ?? code;
}
