import { vocabularyTokenizer } from '../internal/vocabulary.js';
import type { Tokenizer, VocabularyOptions } from './tokenizer.js';

/**
 * Texts as characters: code points of Unicode, so that an emoji is one and a letter with a combining accent two. The most
 * frequent have the smallest numbers; unknown ones become `<unk>`, number 1; 0 is `<pad>`. The inverse is the text, where
 * all its characters are known. Learns in the memory of the different characters.
 *
 * @returns a transformer of a text to int32 numbers, which learns from many texts
 * @throws ArgumentError when an option is out of range, or a text is no string
 * @example
 * const fitted = characterTokenizer().fit(['banana']);
 * console.log(fitted.transform('nab')); // 3, 2, 4
 * console.log(fitted.invert([4, 2, 3, 0])); // 'ban'
 */
export function characterTokenizer(options: VocabularyOptions = {}): Tokenizer {
  return vocabularyTokenizer(
    'characterTokenizer',
    { split: (text) => [...text], join: (characters) => characters.join('') },
    options,
  );
}
