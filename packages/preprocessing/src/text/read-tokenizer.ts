import { FormatError } from '@neurite/core';
import { type BytePairs, fittedBytePairs } from '../internal/byte-pairs/byte-pair-tokenizer.js';
import type { Pair } from '../internal/byte-pairs/learn-merges.js';
import { GPT2_PATTERN } from './byte-pair-tokenizer.js';
import type { FittedTokenizer } from './tokenizer.js';

type Part = { readonly [field: string]: unknown };

const WHERE = 'readTokenizer';

/**
 * Reads a `tokenizer.json` of Hugging Face: those of byte-level pairs, as GPT-2, RoBERTa, Llama 3 and Qwen have.
 *
 * Tokens that were added to it are recognized in texts. What stands around a text (its post-processor) is not added: put
 * the numbers of these tokens there yourself.
 *
 * @param json the parsed file
 * @returns a tokenizer that gives the numbers of Hugging Face, and can be saved like those that were trained
 * @throws FormatError naming a part that is not supported, or that is not what it must be
 * @example
 * import { readFile } from 'node:fs/promises';
 * const readGpt2 = async () => readTokenizer(JSON.parse(await readFile('tokenizer.json', 'utf8')));
 * @see https://huggingface.co/docs/tokenizers
 */
export function readTokenizer(json: unknown): FittedTokenizer {
  const file = record('the file', json);
  const model = record('model', file.model);
  if (model.type !== undefined && model.type !== 'BPE') throw unsupported('model.type', model.type);
  for (const flag of ['byte_fallback', 'fuse_unk', 'continuing_subword_prefix', 'end_of_word_suffix']) {
    if (model[flag]) throw unsupported(`model.${flag}`, model[flag]);
  }
  if (file.normalizer !== null && file.normalizer !== undefined) {
    throw unsupported('normalizer', record('normalizer', file.normalizer).type);
  }
  const tokens: string[] = [];
  for (const [token, number] of Object.entries(record('model.vocab', model.vocab))) put(tokens, token, number);
  const added = list('added_tokens', file.added_tokens ?? []).map((each) => record('added_tokens', each));
  for (const { content, id } of added) put(tokens, String(content), id);
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
  const padding =
    file.padding === null || file.padding === undefined ? undefined : record('padding', file.padding).pad_id;
  const known = names.find((name) => /^[<[|]*pad[>\]|]*$/i.test(name));
  const pairs: BytePairs = {
    tokens,
    merges,
    ...preTokenizer(record('pre_tokenizer', file.pre_tokenizer)),
    lowercase: false,
    wholeWords: model.ignore_merges === true,
    recognized: names,
    special: names,
    padding: typeof padding === 'number' ? padding : known === undefined ? -1 : numbers.get(known)!,
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
    throw unsupported('pre_tokenizer', part.type);
  }
  if (split.behavior !== 'Isolated' || split.invert === true)
    throw unsupported('pre_tokenizer.behavior', split.behavior);
  const { Regex: regex } = record('pre_tokenizer.pattern', split.pattern);
  if (typeof regex !== 'string') throw broken('pre_tokenizer.pattern', 'be a regular expression', regex);
  return { pattern: toJavaScript(regex), prefixSpace: bytes.add_prefix_space === true };
}

/** White space is Unicode's there, and a group may ignore case. */
function toJavaScript(regex: string): string {
  const ignoringCase = regex.replace(/\(\?i:([^()]*)\)/g, (_, body: string) => {
    const either = body.replace(/\p{L}/gu, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
    return `(?:${either})`;
  });
  const pattern = ignoringCase.replaceAll('\\s', '\\p{White_Space}').replaceAll('\\S', '\\P{White_Space}');
  try {
    new RegExp(pattern, 'gu');
    return pattern;
  } catch (cause) {
    throw new FormatError({
      where: WHERE,
      problem: `the pattern of the tokenizer is no regular expression here: ${regex}`,
      cause,
    });
  }
}

function put(tokens: string[], token: string, number: unknown): void {
  if (!Number.isSafeInteger(number) || (number as number) < 0 || (number as number) >= 2 ** 24) {
    throw broken('model.vocab', 'have integers from 0', number);
  }
  tokens[number as number] = token; // an integer, as checked
}

function record(argument: string, value: unknown): Part {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Part; // its fields are checked
  throw broken(argument, 'be an object', value);
}

function list(argument: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw broken(argument, 'be a list', value);
}

function broken(argument: string, expected: string, value: unknown): FormatError {
  const received = (JSON.stringify(value) ?? 'none').slice(0, 60);
  return new FormatError({ where: WHERE, argument, expected, received });
}

function unsupported(part: string, value: unknown): FormatError {
  return new FormatError({
    where: WHERE,
    problem: `${part} ${JSON.stringify(value)} is not supported`,
    advice: 'Tokenizers of byte-level pairs are: model BPE, pre_tokenizer ByteLevel, no normalizer',
  });
}
