import { characterPairs } from './character-pairs.js';
import { broken, type Part, record, string, tokenNumber, unsupported } from './parts.js';
import type { PieceModel } from './piece-model.js';
import { unigramModel } from './unigram.js';

const SUPPORTED = ['BPE', 'Unigram', 'WordLevel', 'WordPiece'];

/**
 * The model of a `tokenizer.json`, other than byte-level pairs.
 *
 * @throws FormatError when it is another one, or damaged
 */
export function modelOf(model: Part): PieceModel {
  switch (model.type) {
    case 'BPE':
      return characterPairs(model);
    case 'Unigram':
      return unigramModel(model);
    case 'WordLevel': {
      const { vocabulary, unknown } = wordsOf(model);
      return { vocabulary, encode: (piece) => [vocabulary.get(piece) ?? unknown] };
    }
    case 'WordPiece':
      return wordPiece(model);
    default:
      throw unsupported('model.type', model.type, SUPPORTED);
  }
}

function wordsOf(model: Part): { readonly vocabulary: ReadonlyMap<string, number>; readonly unknown: number } {
  const vocabulary = new Map(
    Object.entries(record('model.vocab', model.vocab)).map(([token, number]) => [
      token,
      tokenNumber('model.vocab', number),
    ]),
  );
  const unknown = vocabulary.get(string('model.unk_token', model.unk_token));
  if (unknown === undefined) throw broken('model.unk_token', 'be a token of the vocabulary', model.unk_token);
  return { vocabulary, unknown };
}

/**
 * The longest token that a word begins with, then that of the rest, over and over; a word with a rest that begins with none
 * is unknown as a whole.
 *
 * @see Wu et al., "Google's Neural Machine Translation System", 2016
 */
function wordPiece(model: Part): PieceModel {
  const { vocabulary, unknown } = wordsOf(model);
  const prefix = string('model.continuing_subword_prefix', model.continuing_subword_prefix ?? '##');
  const most = tokenNumber('model.max_input_chars_per_word', model.max_input_chars_per_word ?? 100);
  const encode = (word: string): readonly number[] => {
    const characters = [...word];
    if (characters.length > most) return [unknown];
    const numbers: number[] = [];
    for (let start = 0; start < characters.length; ) {
      let end = characters.length;
      let found: number | undefined;
      for (; end > start; end--) {
        const part = characters.slice(start, end).join('');
        found = vocabulary.get(start === 0 ? part : prefix + part);
        if (found !== undefined) break;
      }
      if (found === undefined) return [unknown];
      numbers.push(found);
      start = end;
    }
    return numbers;
  };
  return { vocabulary, encode };
}
