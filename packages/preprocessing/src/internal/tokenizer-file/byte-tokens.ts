const encoder = new TextEncoder();

/** The tokens `<0x…>` of the bytes of a text in UTF-8; undefined where the vocabulary lacks one. */
export function bytesOf(text: string, vocabulary: ReadonlyMap<string, number>): readonly number[] | undefined {
  const numbers: number[] = [];
  for (const byte of encoder.encode(text)) {
    const number = vocabulary.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
    if (number === undefined) return undefined;
    numbers.push(number);
  }
  return numbers;
}
