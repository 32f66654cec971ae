import { expect, it } from 'vitest';
import { makePairs } from '../src/data/make-pairs.js';
import { takeParts } from '../src/data/take-parts.js';
import { together } from '../src/data/texts.js';
import { phraseParts } from '../src/translate/phrase-parts.js';
import { wordAttention } from '../src/translate/word-attention.js';

it('pairs texts with the same key, and leaves out what one language lacks', () => {
  expect(together({ DE: 'Germany', FR: 'France', XX: '' }, { FR: 'Frankreich', DE: '', XX: 'x' })).toEqual([
    ['France', 'Frankreich', 'FR'],
  ]);
});

it('makes lists of names that are learned, each with the one translation that it is learned with', () => {
  const signs = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`${i}`, `sign ${String.fromCharCode(97 + (i % 26))}${i < 26 ? '' : 'x'}`]),
  );
  const texts = { signs, derivedSigns: {}, territories: { NR: 'Nauru' }, languages: { na: 'Nauru' } };
  const others = { ...texts, languages: { na: 'nauruan' } };
  const { train, validation, test } = makePairs({
    from: 'en',
    to: 'fr',
    texts: { from: texts, to: others },
    seed: 7,
    amount: 0.01,
  });
  const known = new Set(train.filter(({ drawn }) => drawn !== true).map(({ source }) => source));
  const lists = [...train, ...validation, ...test].filter(({ category }) => category === 'lists');
  expect(lists.length).toBeGreaterThan(500);
  for (const { source, target } of lists) {
    for (const item of source.split(/, (?:and |or )?| and | or /)) expect(known).toContain(item);
    expect(target.includes('Nauru')).toBe(source.includes('Nauru'));
    expect(target).not.toContain('nauruan');
  }
});

it('takes some phrases from here and there, and all where there are few', () => {
  const pairs = Array.from({ length: 10 }, (_, i) => ({
    source: `${i}`,
    target: `${i}`,
    category: 'phrases' as const,
    group: undefined,
  }));
  const all = { train: pairs, validation: pairs.slice(0, 2), test: pairs, notes: [] };
  const { train, validation, test } = takeParts(all, { train: 5, test: 3 });
  expect(train.map(({ source }) => source)).toEqual(['0', '2', '4', '6', '8']);
  expect(validation).toHaveLength(2);
  expect(test).toHaveLength(3);
});

it('marks the words that were never read, and keeps the phrase to the letter', () => {
  const phrase = 'The ZORBLAX, a Zorblax: 7 élans';
  const parts = phraseParts(phrase, ['zorblax', 'élans']);
  expect(parts.map(({ text }) => text).join('')).toBe(phrase);
  expect(parts.filter(({ unknown }) => unknown).map(({ text }) => text)).toEqual(['ZORBLAX', 'Zorblax', 'élans']);
  expect(phraseParts('all known', [])).toEqual([{ text: 'all known', unknown: false }]);
});

it('puts the tokens of words together: the sum of what is read, the mean of what is written', () => {
  const weights = [
    [0.5, 0.25, 0.125, 0.125],
    [0.25, 0.25, 0.25, 0.25],
    [0, 0, 0.5, 0.5],
    [0, 0, 0, 1],
  ].map((row) => Float32Array.from(row));
  const attention = { written: ['ch', 'at', '␣noir', '∎'], read: ['bla', 'ck', '␣cat', '∎'], weights };
  const { written, read, ...words } = wordAttention(attention, { phrase: 'black cat', translation: 'chat noir' });
  expect(written).toEqual(['chat', 'noir']);
  expect(read).toEqual(['black', 'cat', '∎']);
  expect(words.weights.map((row) => [...row])).toEqual([
    [0.625, 0.1875, 0.1875],
    [0, 0.5, 0.5],
  ]);
});

it('keeps the tokens of a text without spaces', () => {
  const attention = {
    written: ['黒', '猫', '∎'],
    read: ['cat', '∎'],
    weights: [
      [1, 0],
      [1, 0],
      [0, 1],
    ].map((row) => Float32Array.from(row)),
  };
  const { written, read } = wordAttention(attention, { phrase: 'cat', translation: '黒猫' });
  expect([written, read]).toEqual([
    ['黒', '猫'],
    ['cat', '∎'],
  ]);
});
