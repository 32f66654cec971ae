/** How a text is cut into words. */
export type Tokenize = '13a' | 'none' | 'char' | ((text: string) => readonly string[]);

/** The tokens of mteval-v13a, of words between white space, or single characters. */
export function tokenizer(tokenize: Tokenize): (text: string) => readonly string[] {
  if (typeof tokenize === 'function') return tokenize;
  return { '13a': mteval13a, none: words, char: (text: string) => words(text).flatMap((word) => [...word]) }[tokenize];
}

/**
 * White space as Python has it, and so sacrebleu: with the separators of files, groups, records and units, and next line;
 * without the byte order mark, which `\s` takes for white space.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these separators are control characters
const WHITE = /[\p{White_Space}\x1c-\x1f]+/u;

/** The words between white space. */
export function words(text: string): string[] {
  return text.split(WHITE).filter((word) => word !== '');
}

function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && WHITE.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

const ENTITIES = { '&quot;': '"', '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Punctuation stands alone, but for periods and commas within numbers, hyphens, and apostrophes. */
function mteval13a(text: string): string[] {
  let line = withoutEnd(text).replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, character] of Object.entries(ENTITIES)) line = line.replaceAll(entity, character);
  return words(
    ` ${line} `
      .replace(/[ !"#$%&()*+/:;<=>?@[\\\]^_`{|}~]/g, ' $& ')
      .replace(/([^0-9])([.,])/g, '$1 $2 ')
      .replace(/([.,])([^0-9])/g, ' $1 $2')
      .replace(/([0-9])(-)/g, '$1 $2 '),
  );
}
