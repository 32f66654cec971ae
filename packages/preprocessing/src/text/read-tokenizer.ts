import { type BytePairs, fittedBytePairs } from '../internal/byte-pairs/byte-pair-tokenizer.js';
import type { Pair } from '../internal/byte-pairs/learn-merges.js';
import { addedTokens } from '../internal/tokenizer-file/added-tokens.js';
import {
  broken,
  flag,
  list,
  type Part,
  paddingOf,
  patternOf,
  record,
  tokenNumber,
  unsupported,
} from '../internal/tokenizer-file/parts.js';
import { pieceTokenizer } from '../internal/tokenizer-file/piece-tokenizer.js';
import { GPT2_PATTERN } from './byte-pair-tokenizer.js';
import type { FittedTokenizer } from './tokenizer.js';

/**
 * Reads a `tokenizer.json` of Hugging Face: of byte-level pairs, as GPT-2, RoBERTa, Llama 3 and Qwen have; pairs of
 * characters with bytes for the others (`byte_fallback`), as Llama 2, Mistral and Gemma; WordPiece, as BERT and DistilBERT; Unigram (SentencePiece), as T5, ALBERT and XLM-RoBERTa; and WordLevel.
 *
 * Normalizer, pre-tokenizer and decoder are those of the file, and tokens that were added to it are recognized in texts.
 * What stands around a text (its post-processor) is not added: put the numbers of these tokens there yourself. Texts are
 * neither cut nor filled up: see `pad`.
 *
 * @param json the parsed file
 * @returns a tokenizer that gives the numbers of Hugging Face. One of byte-level pairs is saved like those that were trained
 *   (`bytePairTokenizer().restore`); what the others are saved as is read again by `readTokenizer`
 * @throws FormatError naming a part that is not supported, or that is not what it must be
 * @example
 * const file = {
 *   model: { type: 'WordPiece', unk_token: '[UNK]', vocab: { '[UNK]': 0, low: 1, '##er': 2, '!': 3 } },
 *   normalizer: { type: 'Lowercase' },
 *   pre_tokenizer: { type: 'BertPreTokenizer' },
 *   decoder: { type: 'WordPiece' },
 * };
 * const tokenizer = readTokenizer(file); // or JSON.parse(await readFile('tokenizer.json', 'utf8'))
 * console.log(tokenizer.split('Lower!'), tokenizer.invert([1, 2, 3])); // 'low', '##er', '!' and lower!
 * @see https://huggingface.co/docs/tokenizers
 */
export function readTokenizer(json: unknown): FittedTokenizer {
  const file = record('the file', json);
  const { type, merges, byte_fallback: isByCharacters } = record('model', file.model);
  // Files of old have no type; of those only byte pairs have merges.
  const isPairs = type === 'BPE' || (type === undefined && merges !== undefined);
  return isPairs && isByCharacters !== true ? bytePairsOf(file) : pieceTokenizer(file);
}

function bytePairsOf(file: Part): FittedTokenizer {
  const model = record('model', file.model);
  for (const field of ['fuse_unk', 'continuing_subword_prefix', 'end_of_word_suffix']) {
    if (model[field]) throw unsupported(`model.${field}`, model[field], ['false', 'none (byte-level pairs)']);
  }
  if (file.normalizer !== null && file.normalizer !== undefined) {
    throw unsupported('normalizer', record('normalizer', file.normalizer).type, ['none, for byte-level pairs']);
  }
  const tokens: string[] = [];
  for (const [token, number] of Object.entries(record('model.vocab', model.vocab))) {
    tokens[tokenNumber('model.vocab', number)] = token;
  }
  const added = addedTokens(file.added_tokens);
  for (const { content, id } of added) tokens[Number(id)] = String(content);
  for (let number = 0; number < tokens.length; number++) tokens[number] ??= `<unused ${number}>`;
  const numbers = new Map(tokens.map((token, number) => [token, number]));
  const merges = list('model.merges', model.merges).map((merge): Pair => {
    const [left, right, ...more] = typeof merge === 'string' ? merge.split(' ') : list('model.merges', merge);
    const pair = [numbers.get(left as string), numbers.get(right as string)] as const;
    if (more.length > 0 || pair[0] === undefined || pair[1] === undefined || !numbers.has(`${left}${right}`)) {
      throw broken('model.merges', 'be pairs of tokens of the vocabulary', merge);
    }
    return [pair[0], pair[1]];
  });
  const names = added.map(({ content }) => String(content));
  const pairs: BytePairs = {
    tokens,
    merges,
    ...preTokenizer(record('pre_tokenizer', file.pre_tokenizer)),
    lowercase: false,
    wholeWords: model.ignore_merges === true,
    recognized: names,
    special: names,
    padding: paddingOf(file, added),
  };
  return fittedBytePairs('bytePairTokenizer', pairs);
}

/** How texts are divided: by the pattern of GPT-2, or by one of its own before bytes become letters. */
function preTokenizer(part: Part): Pick<BytePairs, 'pattern' | 'prefixSpace'> {
  if (part.type === 'ByteLevel') {
    return {
      pattern: part.use_regex === false ? '[^]+' : GPT2_PATTERN,
      prefixSpace: part.add_prefix_space === true,
    };
  }
  const parts = part.type === 'Sequence' ? list('pre_tokenizer.pretokenizers', part.pretokenizers) : [];
  const [split, bytes, ...more] = parts.map((each) => record('pre_tokenizer.pretokenizers', each));
  if (split?.type !== 'Split' || bytes?.type !== 'ByteLevel' || more.length > 0) {
    throw unsupported('pre_tokenizer', part.type, ['ByteLevel', 'Sequence of Split and ByteLevel (byte-level pairs)']);
  }
  if (split.behavior !== 'Isolated') throw unsupported('pre_tokenizer.behavior', split.behavior, ['Isolated']);
  if (flag('pre_tokenizer.invert', split.invert, false)) throw unsupported('pre_tokenizer.invert', true, ['false']);
  return {
    pattern: patternOf('pre_tokenizer.pattern', split.pattern),
    prefixSpace: bytes.add_prefix_space === true,
  };
}
