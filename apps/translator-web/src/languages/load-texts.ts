import { FormatError } from '@neurite/core/errors';
import type { LanguageTexts } from '@neurite/translator-model/texts';
import { languageName } from './language-name.js';
import { textFile } from './text-file.js';

/**
 * Loads what things are called in a language.
 *
 * @param code of the language
 * @param base the address of the page
 * @throws FormatError when there is nothing of this language, or it cannot be loaded
 */
export async function loadTexts(code: string, base: string): Promise<LanguageTexts> {
  const response = await fetch(new URL(textFile(code), base)).catch(() => undefined);
  if (!response?.ok) {
    throw new FormatError({
      where: languageName(code),
      problem: 'the texts of this language could not be loaded',
      advice: 'Choose another language, or try again while online',
    });
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  // Some hosts unpack what is called .gz on the way.
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const stream = new Blob([bytes]).stream();
  const unpacked = new Response(isPacked ? stream.pipeThrough(new DecompressionStream('gzip')) : stream);
  return unpacked.json() as Promise<LanguageTexts>; // as tools/text-files.ts wrote it
}
