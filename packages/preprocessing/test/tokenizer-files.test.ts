import { ArgumentError, FormatError, type Json } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/preprocessing/tokenizer-files.json' with { type: 'json' };
import { readTokenizer } from '../src/index.js';

type Case = {
  readonly name: string;
  readonly file: { readonly [part: string]: unknown };
  readonly ids: readonly (readonly number[])[];
  readonly texts: readonly string[];
};
const [{ others, files }] = fixture.cases as unknown as [
  { readonly others: readonly string[]; readonly files: Case[] },
];
const throughJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const fileOf = (start: string): Case['file'] => files.find(({ name }) => name.startsWith(start))!.file;

describe('readTokenizer', () => {
  it.each(files)('reads $name: the numbers and texts of Hugging Face, also when saved', ({ file, ids, texts }) => {
    const read = readTokenizer(file);
    for (const tokenizer of [read, readTokenizer(throughJson(read))]) {
      expect(others.map((text) => [...tokenizer.transform(text)])).toEqual(ids);
      expect(ids.map((numbers) => tokenizer.invert(numbers))).toEqual(texts);
      expect(tokenizer.padding).toBe(0);
      expect(tokenizer.split('low').map((token) => tokenizer.tokens.indexOf(token))).toEqual([
        ...tokenizer.transform('low'),
      ]);
    }
  });

  it('takes a text of a million characters', () => {
    const text = 'low slowest banana '.repeat(55_000);
    for (const start of ['WordPiece, uncased', 'Unigram, always']) {
      const tokenizer = readTokenizer(fileOf(start));
      const once = tokenizer.transform('low slowest banana ');
      expect(tokenizer.transform(text)).toHaveLength(55_000 * once.length);
    }
    // Merges go beyond words: the whole text is one piece.
    const pairs = readTokenizer(fileOf('BPE, bytes'));
    expect(pairs.invert(pairs.transform(text)) === text).toBe(true);
  });

  const model = (change: object): object => {
    const file = fileOf('Unigram, always');
    return { ...file, model: { ...(file.model as object), ...change } };
  };
  const pairs = (change: object): object => {
    const file = fileOf('BPE, bytes');
    return { ...file, model: { ...(file.model as object), ...change } };
  };
  it.each<readonly [object, string]>([
    [model({ type: 'Char' }), 'model.type "Char" is not supported. Supported are: BPE, Unigram, WordLevel, WordPiece.'],
    [
      { ...fileOf('WordLevel'), normalizer: { type: 'Nmt' } },
      'normalizer "Nmt" is not supported. Supported are: BertNormalizer, Lowercase, NFC, NFD, NFKC, NFKD, Precompiled, Prepend, Replace, Sequence, Strip, StripAccents.',
    ],
    [
      { ...fileOf('WordLevel'), pre_tokenizer: { type: 'UnicodeScripts' } },
      'pre_tokenizer "UnicodeScripts" is not supported. Supported are: BertPreTokenizer, CharDelimiterSplit, Digits, Metaspace, Punctuation, Sequence, Split, Whitespace, WhitespaceSplit.',
    ],
    [
      { ...fileOf('WordLevel'), decoder: { type: 'CTC' } },
      'decoder "CTC" is not supported. Supported are: ByteFallback, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece.',
    ],
    [
      { ...fileOf('WordLevel'), pre_tokenizer: { type: 'Punctuation', behavior: 'Doubled' } },
      'pre_tokenizer.behavior "Doubled" is not supported. Supported are: Removed, Isolated, Contiguous, MergedWithPrevious, MergedWithNext.',
    ],
    [
      { ...fileOf('WordLevel'), added_tokens: [{ content: 'x', id: 5, single_word: true }] },
      'added_tokens.single_word true is not supported. Supported are: false.',
    ],
    [
      { ...fileOf('WordLevel'), normalizer: { type: 'Precompiled', precompiled_charsmap: 'AAAA' } },
      '`normalizer.precompiled_charsmap` must hold a table of characters; received "AAAA".',
    ],
    [
      { ...fileOf('WordLevel'), normalizer: { type: 'Precompiled', precompiled_charsmap: '?' } },
      '`normalizer.precompiled_charsmap` must be base64; received "?".',
    ],
    [
      { ...fileOf('WordLevel'), pre_tokenizer: { type: 'Metaspace', prepend_scheme: 'last' } },
      '`pre_tokenizer.prepend_scheme` must be always, first or never; received "last".',
    ],
    [
      { model: { type: 'WordLevel', vocab: { a: 0 }, unk_token: '<unk>' } },
      '`model.unk_token` must be a token of the vocabulary; received "<unk>".',
    ],
    [
      { model: { type: 'WordPiece', vocab: { a: -1 }, unk_token: 'a' } },
      '`model.vocab` must have integers from 0; received -1.',
    ],
    [model({ vocab: [['a']] }), '`model.vocab` must be pairs of a token and a number; received ["a"].'],
    [model({ unk_id: 1e6 }), '`model.unk_id` must be a number of the vocabulary; received 1000000.'],
    [model({ byte_fallback: 1 }), '`model.byte_fallback` must be true or false; received 1.'],
    [pairs({ dropout: 0.1 }), 'model.dropout 0.1 is not supported. Supported are: none.'],
    [
      pairs({ merges: [['a', 'zzz']] }),
      '`model.merges` must be pairs of tokens of the vocabulary; received ["a","zzz"].',
    ],
    [pairs({ unk_token: '<nothing>' }), '`model.unk_token` must be a token of the vocabulary; received "<nothing>".'],
  ])('refuses %#', async (json, message) => {
    await expectError(() => readTokenizer(json), FormatError, `readTokenizer: ${message}`);
  });

  it('refuses texts and numbers that it does not know', async () => {
    const tokenizer = readTokenizer({ model: { type: 'Unigram', vocab: [['a', -1]] } });
    await expectError(
      () => tokenizer.transform('ab'),
      ArgumentError,
      'transform: `text` must be of the tokens of the vocabulary, which has no unknown one; received "b".',
    );
    await expectError(
      () => tokenizer.transform(3 as never),
      ArgumentError,
      'readTokenizer.transform: `text` must be a string; received 3.',
    );
    await expectError(
      () => tokenizer.invert([1]),
      ArgumentError,
      'readTokenizer.invert: `numbers` must be integers from 0 to 0; received 1 at index 0.',
    );
  });
});
