/** A text in the composed form of Unicode, with simple spaces: some languages put no-break ones before colons and in numbers. */
export function normalize(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** What remains of a phrase without case, punctuation, signs and digits: phrases that differ in these alone become equal. */
export function fold(text: string): string {
  return normalize(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\p{P}\p{S}\p{N}]+/gu, ' '),
  );
}

/** The words of a phrase, folded. */
export function wordsOf(text: string): readonly string[] {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
}
