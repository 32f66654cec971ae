import { ArgumentError, FormatError } from '@neurite/core';

/**
 * Bytes as text with `\n` between its lines. A byte-order mark is left out, and says the encoding where none is given.
 *
 * @param encoding a label of the WHATWG Encoding Standard, or undefined: UTF-8, or UTF-16 by its mark
 * @throws FormatError where bytes are not of the encoding
 */
export async function* decodeText(
  where: string,
  bytes: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
): AsyncIterable<string> {
  let decoder: TextDecoder | undefined;
  let held = '';
  for await (const chunk of bytes) {
    decoder ??= makeDecoder(where, encoding ?? markedEncoding(chunk));
    const text = held + decode(where, decoder, chunk);
    // A carriage return at the end may be half of a line break.
    held = text.endsWith('\r') ? '\r' : '';
    yield withLineFeeds(held === '' ? text : text.slice(0, -1));
  }
  const rest = held + (decoder === undefined ? '' : decode(where, decoder));
  if (rest !== '') yield withLineFeeds(rest);
}

/** Windows and old Macs end lines by `\r\n` and `\r`. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function markedEncoding([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** @throws ArgumentError for an encoding that is not known */
export function makeDecoder(where: string, encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw new ArgumentError({
      where,
      argument: 'encoding',
      expected: 'be an encoding that TextDecoder knows, such as utf-8 or windows-1252',
      received: encoding,
      cause,
    });
  }
}

function decode(where: string, decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (cause) {
    throw new FormatError({
      where,
      problem: `the text is not ${decoder.encoding}`,
      advice: "Name its encoding, e.g. { encoding: 'windows-1252' }",
      cause,
    });
  }
}
