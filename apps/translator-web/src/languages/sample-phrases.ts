/** Phrases of a language to try, of kinds that a network learns: a date, a rate, a time, a sum of two units, a list of names. */
export function samplePhrases(language: string): readonly string[] {
  const unit = (value: number, unit: string): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const date = new Date(Date.UTC(2026, 10, 22));
  return [
    new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' }).format(date),
    unit(3, 'mile-per-hour'),
    new Intl.RelativeTimeFormat(language).format(-5, 'week'),
    new Intl.ListFormat(language, { type: 'unit' }).format([unit(2, 'hour'), unit(7, 'kilobyte')]),
    new Intl.ListFormat(language).format(['PE', 'NP', 'GH'].map((code) => names.of(code) ?? code)),
  ];
}
