import { ArgumentError, FormatError, type Json } from '@neurite/core';
import { expectError } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/preprocessing/byte-pairs.json' with { type: 'json' };
import { bytePairTokenizer, readTokenizer } from '../src/index.js';

const [{ corpus, trained, files }] = fixture.cases as unknown as [(typeof fixture.cases)[0]];
const throughJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

describe('bytePairTokenizer', () => {
  it.each(trained.map((each) => [JSON.stringify(each.options), each] as const))(
    '%s: the merges and numbers of Hugging Face',
    (_, { options, tokens, merges, others, ids }) => {
      const fitted = bytePairTokenizer(options).fit(corpus);
      const saved = fitted.toJSON() as { readonly merges: readonly (readonly [number, number])[] };
      expect(saved.merges.map((pair) => pair.map((number) => fitted.tokens[number]))).toEqual(merges);
      expect(fitted.tokens).toEqual(tokens);
      const restored = bytePairTokenizer().restore(throughJson(fitted));
      for (const tokenizer of [fitted, restored]) {
        expect(others.map((text) => [...tokenizer.transform(text)])).toEqual(ids);
      }
    },
  );

  it('gives every text back', () => {
    const fitted = bytePairTokenizer({ size: 400 }).fit(corpus);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (any) => {
        const text = Buffer.from(any).toString(); // without halves of surrogate pairs
        expect(fitted.invert(fitted.transform(text))).toBe(text);
      }),
    );
    expect(fitted.invert([0, ...fitted.transform('ab'), 0])).toBe('ab');
    expect(fitted.padding).toBe(0);
  });

  it('keeps digits apart where it is asked to', () => {
    const corpus = ['in 2026', 'in 2026, or 2026'];
    const fitted = bytePairTokenizer({ size: 300, splitDigits: true }).fit(corpus);
    expect(fitted.split('in 2026')).toEqual(['in', 'Ġ', '2', '0', '2', '6']);
    expect(fitted.invert(fitted.transform('in 31,415 ☕'))).toBe('in 31,415 ☕');
    expect(bytePairTokenizer({ size: 300 }).fit(corpus).split('in 2026')).toEqual(['in', 'Ġ2026']);
  });

  it('counts weights as repetitions, and makes text lowercase where asked', () => {
    const twice = bytePairTokenizer({ size: 270 }).fit(['low low', 'new'], { weights: [2, 1] });
    expect(twice.tokens).toEqual(bytePairTokenizer({ size: 270 }).fit(['low low', 'low low', 'new']).tokens);
    const lower = bytePairTokenizer({ size: 270, lowercase: true }).fit(['ABAB ABAB']);
    expect(lower.split('AbAb')).toEqual(['abab']);
  });

  it('learns 5,000 merges of a corpus with 30,000 words', () => {
    const words = Array.from({ length: 30_000 }, (_, i) => ((i * 48_271) % 2_147_483_647).toString(36));
    expect(bytePairTokenizer({ size: 5_257 }).fit([words.join(' ')]).tokens).toHaveLength(5_257);
  });

  it('refuses wrong options, texts and numbers', async () => {
    const refused: readonly (readonly [() => unknown, string])[] = [
      [
        () => bytePairTokenizer({ size: 256 }),
        'bytePairTokenizer: `size` must be an integer from 257 to 16777216; received 256.',
      ],
      [
        () => bytePairTokenizer({ special: ['a'] }),
        "bytePairTokenizer: `special` must be different tokens of two characters or more, other than <pad>; received ['a'].",
      ],
      [
        () => bytePairTokenizer().fit([1 as never]),
        'bytePairTokenizer.fit: `text` must be a string; received 1 in row 0.',
      ],
      [
        () => bytePairTokenizer({ size: 257 }).fit([]).invert([300]),
        'bytePairTokenizer.invert: `numbers` must be integers from 0 to 256; received 300 at index 0.',
      ],
    ];
    for (const [call, message] of refused) await expectError(call, ArgumentError, message);
    await expectError(
      () => bytePairTokenizer().restore({ kind: 'neurite/bytePairTokenizer', version: 1, tokens: 3 }),
      FormatError,
      'bytePairTokenizer.restore: `json.tokens` must be different strings; received 3.',
    );
  });
});

describe('readTokenizer', () => {
  it.each(files)('reads $name: the numbers and texts of Hugging Face', ({ file, others, ids, texts }) => {
    const read = readTokenizer(file);
    const restored = bytePairTokenizer().restore(throughJson(read));
    for (const tokenizer of [read, restored]) {
      expect(others.map((text) => [...tokenizer.transform(text)])).toEqual(ids);
      expect(ids.map((numbers) => tokenizer.invert(numbers))).toEqual(texts);
    }
    expect(read.padding).toBe(0);
  });

  it('refuses what it cannot read', async () => {
    const [{ file }] = files as [(typeof files)[0]];
    const refused: readonly (readonly [unknown, string])[] = [
      [
        { ...file, model: { ...file.model, fuse_unk: true } },
        'model.fuse_unk true is not supported. Supported are: false, none (byte-level pairs).',
      ],
      [
        { ...file, normalizer: { type: 'Lowercase' } },
        'normalizer "Lowercase" is not supported. Supported are: none, for byte-level pairs.',
      ],
      [
        { ...file, model: { ...file.model, merges: ['x'] } },
        '`model.merges` must be pairs of tokens of the vocabulary; received "x".',
      ],
      [3, '`the file` must be an object; received 3.'],
    ];
    for (const [json, message] of refused) {
      await expectError(() => readTokenizer(json), FormatError, `readTokenizer: ${message}`);
    }
  });
});
