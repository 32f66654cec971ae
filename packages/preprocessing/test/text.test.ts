import { ArgumentError, FormatError, type Json } from '@neurite/core';
import { expectError } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/preprocessing/text.json' with { type: 'json' };
import { characterTokenizer, pad, wordTokenizer } from '../src/index.js';

const [{ corpus, others, trained }] = fixture.cases as [(typeof fixture.cases)[0]];
const tokenizers = { wordTokenizer, characterTokenizer };
const names = ['wordTokenizer', 'characterTokenizer'] as const;

describe('tokenizers with a vocabulary', () => {
  it.each(trained.map((each) => [`${each.tokenizer} ${JSON.stringify(each.options)}`, each] as const))(
    '%s: the vocabulary of Hugging Face',
    (_, { tokenizer, options, tokens, ids }) => {
      const make = tokenizers[tokenizer as keyof typeof tokenizers]; // one of the two
      const fitted = make(options).fit(corpus);
      expect(fitted.tokens).toEqual(tokens);
      expect(others.map((text) => [...fitted.transform(text)])).toEqual(ids);
      const restored = make().restore(JSON.parse(JSON.stringify(fitted.toJSON())) as Json);
      expect(others.map((text) => [...restored.transform(text)])).toEqual(ids);
    },
  );

  it('gives texts back, weighs them, and never mistakes a text for a special token', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 4 }), (texts) => {
        const fitted = characterTokenizer().fit(texts);
        for (const text of texts) expect(fitted.invert(fitted.transform(text))).toBe(text);
      }),
    );
    const words = wordTokenizer({ minCount: 2 }).fit(['a b', 'b c c', 'd d d'], { weights: [2, 1, 0] });
    expect(words.tokens).toEqual(['<pad>', '<unk>', 'b', 'a', 'c']);
    expect(words.invert([2, 3, 0, 1])).toBe('b a <unk>');
    expect(words.padding).toBe(0);
    expect(wordTokenizer().fit(['<pad> x']).tokens).toEqual(['<pad>', '<unk>', '<', '>', 'pad', 'x']);
  });

  it.each(names)('%s: refuses wrong options, texts and numbers', async (name) => {
    const make = tokenizers[name];
    const refused: readonly (readonly [() => unknown, string])[] = [
      [() => make({ size: 1 }), `${name}: \`size\` must be an integer of at least 2; received 1.`],
      [() => make({ minCount: -1 }), `${name}: \`minCount\` must be a finite number of at least 0; received -1.`],
      [
        () => make({ special: ['<unk>'] }),
        `${name}: \`special\` must be different tokens, other than <pad> and <unk>; received ['<unk>'].`,
      ],
      [() => make().fit(['a', 1 as never]), `${name}.fit: \`text\` must be a string; received 1 in row 1.`],
      [
        () =>
          make()
            .fit(['a'])
            .transform(null as never),
        `${name}.transform: \`text\` must be a string; received null.`,
      ],
      [
        () => make().fit(['a']).invert([2, 3]),
        `${name}.invert: \`numbers\` must be integers from 0 to 2; received 3 at index 1.`,
      ],
    ];
    for (const [call, message] of refused) await expectError(call, ArgumentError, message);
    await expectError(
      () => make().restore({ kind: `neurite/${name}`, version: 1, tokens: ['<pad>', 'a'], lowercase: false }),
      FormatError,
      `${name}.restore: \`json.tokens\` must be different strings, <pad> and <unk> first; received ["<pad>","a"].`,
    );
  });
});

describe('pad', () => {
  it.each([
    [{}, [1, 2, 3, 4, 0, 0, 5, 6, 0], [1, 1, 1, 1, 0, 0, 1, 1, 0]],
    [{ length: 2, value: 9 }, [1, 2, 4, 9, 5, 6], [1, 1, 1, 0, 1, 1]],
    [{ length: 2, truncate: 'start', padding: 'start' }, [2, 3, 0, 4, 5, 6], [1, 1, 0, 1, 1, 1]],
    [{ length: 0 }, [], []],
  ] as const)('%o', (options, data, mask) => {
    const padded = pad([[1, 2, 3], Int32Array.of(4), [5, 6]], options);
    expect([...padded.data.data]).toEqual(data);
    expect([...padded.mask.data]).toEqual(mask);
    expect(padded.data.shape).toEqual([3, data.length / 3]);
    expect([padded.data.dtype, padded.mask.dtype]).toEqual(['int32', 'uint8']);
  });

  it('takes nothing, and refuses wrong options', async () => {
    expect(pad([]).data.shape).toEqual([0, 0]);
    await expectError(
      () => pad([], { length: -1 }),
      ArgumentError,
      'pad: `length` must be an integer of at least 0; received -1.',
    );
    await expectError(
      () => pad([], { padding: 'left' as never }),
      ArgumentError,
      "pad: `padding` must be 'start' or 'end'; received 'left'.",
    );
  });
});
