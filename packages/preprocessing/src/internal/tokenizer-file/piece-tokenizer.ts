import { ArgumentError, describeValue } from '@neurite/core';
import type { FittedTokenizer } from '../../text/tokenizer.js';
import { checkRows } from '../check-arguments.js';
import { addedTokens, finderOf } from './added-tokens.js';
import { decoderOf } from './decoders.js';
import { modelOf } from './models.js';
import { normalizerOf } from './normalizers.js';
import { asJson, flag, type Part, paddingOf, record } from './parts.js';
import { preTokenizerOf } from './pre-tokenizers.js';

const WHERE = 'readTokenizer';
/** Pieces whose numbers are remembered. */
const REMEMBERED = 10_000;

/**
 * A tokenizer that normalizes a text, divides it into pieces, and finds numbers for each; of any model but byte pairs.
 *
 * @throws FormatError naming a part that is not supported, or that is not what it must be
 */
export function pieceTokenizer(file: Part): FittedTokenizer {
  const model = modelOf(record('model', file.model));
  const added = addedTokens(file.added_tokens);
  const normalize = normalizerOf(file.normalizer);
  const divide = preTokenizerOf(file.pre_tokenizer);
  const join = decoderOf(file.decoder);
  const isNormalized = (token: Part): boolean =>
    flag('added_tokens.normalized', token.normalized, token.special !== true);
  const findRaw = finderOf(
    added.filter((token) => !isNormalized(token)),
    (text) => text,
  );
  const findNormalized = finderOf(added.filter(isNormalized), normalize);
  const tokens: string[] = [];
  for (const [token, number] of model.vocabulary) tokens[number] = token;
  for (const { content, id } of added) tokens[Number(id)] = String(content);
  for (let number = 0; number < tokens.length; number++) tokens[number] ??= `<unused ${number}>`;
  const padding = paddingOf(file, added);

  const known = new Map<string, readonly number[]>();
  const encodePiece = (piece: string): readonly number[] => {
    const remembered = known.get(piece);
    if (remembered !== undefined) return remembered;
    const numbers = model.encode(piece);
    if (known.size < REMEMBERED) known.set(piece, numbers);
    return numbers;
  };
  const encode = (where: string, text: string): number[] => {
    if (typeof text !== 'string') {
      throw new ArgumentError({ where, argument: 'text', expected: 'be a string', received: describeValue(text) });
    }
    const encoded: number[] = [];
    // What begins with a character that the normalizer takes away is not at the beginning: its offset is not 0.
    let isFirst = text === '' || normalize(String.fromCodePoint(text.codePointAt(0)!)) !== '';
    for (const raw of findRaw(text)) {
      const segments = raw.number === undefined ? findNormalized(normalize(raw.text)) : [raw];
      for (const { text: piece, number } of segments) {
        if (number !== undefined) encoded.push(number);
        else for (const part of divide(piece, isFirst)) for (const each of encodePiece(part)) encoded.push(each);
        isFirst = false;
      }
    }
    return encoded;
  };
  return {
    name: WHERE,
    tokens,
    padding,
    split: (text) => encode(`${WHERE}.split`, text).map((number) => tokens[number]!),
    transform: (text) => Int32Array.from(encode(`${WHERE}.transform`, text)),
    invert(values) {
      checkRows(`${WHERE}.invert`, 'numbers', values);
      const own = Array.from(values).flatMap((number, index) => {
        const token = tokens[number];
        if (token === undefined) {
          const expected = `be integers from 0 to ${tokens.length - 1}`;
          const received = `${describeValue(number)} at index ${index}`;
          throw new ArgumentError({ where: `${WHERE}.invert`, argument: 'numbers', expected, received });
        }
        return number === padding ? [] : [token];
      });
      return join(own);
    },
    toJSON: () => ({
      version: '1.0',
      added_tokens: asJson(file.added_tokens ?? []),
      normalizer: asJson(file.normalizer),
      pre_tokenizer: asJson(file.pre_tokenizer),
      decoder: asJson(file.decoder),
      model: asJson(file.model),
      padding: asJson(file.padding),
    }),
  };
}
