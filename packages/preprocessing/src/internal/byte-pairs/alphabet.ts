/**
 * The letter of each byte in byte-level tokens: printable ones stand for themselves, the others for code points from 256
 * on, as in GPT-2, so that tokens are texts without spaces and controls.
 *
 * @see Radford et al., "Language Models are Unsupervised Multitask Learners", 2019
 */
const LETTERS: readonly string[] = (() => {
  const isPrintable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : next++));
})();

/** All letters, in the order of their code points. */
export const ALPHABET: readonly string[] = LETTERS.toSorted((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);

const bytes = new Map(LETTERS.map((letter, byte) => [letter, byte]));
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The bytes of a text in UTF-8, a letter for each. */
export function lettersOf(text: string): string {
  let letters = '';
  for (const byte of encoder.encode(text)) letters += LETTERS[byte]!;
  return letters;
}

/** The text of letters; bytes that are no UTF-8 become U+FFFD. */
export function textOf(letters: string): string {
  return decoder.decode(Uint8Array.from(letters, (letter) => bytes.get(letter) ?? 0x3f));
}
