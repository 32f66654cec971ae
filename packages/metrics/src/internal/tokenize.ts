/** How a text is cut into words. */
export type Tokenize = '13a' | 'none' | 'char' | ((text: string) => readonly string[]);

/** The tokens of mteval-v13a, of words between white space, or single characters. */
export function tokenizer(tokenize: Tokenize): (text: string) => readonly string[] {
  if (typeof tokenize === 'function') return tokenize;
  return { '13a': mteval13a, none: words, char: (text: string) => words(text).flatMap((word) => [...word]) }[tokenize];
}

/** The words between white space. */
export function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

const ENTITIES = { '&quot;': '"', '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Punctuation stands alone, but for periods and commas within numbers, hyphens, and apostrophes. */
function mteval13a(text: string): string[] {
  let line = text.trimEnd().replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, character] of Object.entries(ENTITIES)) line = line.replaceAll(entity, character);
  return words(
    ` ${line} `
      .replace(/[ !"#$%&()*+/:;<=>?@[\\\]^_`{|}~]/g, ' $& ')
      .replace(/([^0-9])([.,])/g, '$1 $2 ')
      .replace(/([.,])([^0-9])/g, ' $1 $2')
      .replace(/([0-9])(-)/g, '$1 $2 '),
  );
}
