import { vocabularyTokenizer } from '../internal/vocabulary.js';
import type { Tokenizer, VocabularyOptions } from './tokenizer.js';

const PIECES =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\s]+/gu;

/**
 * Texts as words: runs of letters, digits and underscores, or of other signs, without white space. The most frequent have
 * the smallest numbers; of equally frequent ones, the one that sorts first. Unknown words become `<unk>`, number 1; 0 is
 * `<pad>`. The inverse puts a space between all of them. Learns in the memory of the different words.
 *
 * @returns a transformer of a text to int32 numbers, which learns from many texts
 * @throws ArgumentError when an option is out of range, or a text is no string
 * @example
 * const fitted = wordTokenizer({ lowercase: true }).fit(['The cat sat.', 'The dog sat, too.']);
 * console.log(fitted.tokens.slice(0, 5)); // <pad>, <unk>, ., sat, the
 * console.log(fitted.transform('The bird sat')); // 4, 1, 3
 */
export function wordTokenizer(options: VocabularyOptions = {}): Tokenizer {
  return vocabularyTokenizer(
    'wordTokenizer',
    { split: (text) => text.match(PIECES) ?? [], join: (words) => words.join(' ') },
    options,
  );
}
