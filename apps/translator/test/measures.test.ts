import { ANIMALS } from '@neurite/translator-model/animals';
import { knownWords, unknownWords } from '@neurite/translator-model/known-words';
import type { Pair } from '@neurite/translator-model/pair';
import { describe, expect, it } from 'vitest';
import { BASELINES } from '../src/baselines/baseline.js';
import { scoreByCategory } from '../src/measures/score.js';

describe('baselines', () => {
  const train = ANIMALS.filter(({ source }) => source !== 'red owl');
  const translate = (name: string) => BASELINES.find((one) => one.name === name)!.learn(train);

  it('copy', () => expect(translate('copy')('red owl')).toBe('red owl'));

  it('take the translation of the nearest phrase', () => {
    expect(translate('nearest')('blue owls')).toBe('hibou bleu');
    expect(translate('nearest')('xyz')).toBe('xyz');
  });

  it('translate word by word, and keep what they do not know', () => {
    expect(translate('dictionary')('red owl')).toBe('rouge hibou');
    expect(translate('dictionary')('7 green yaks')).toBe('7 vert yaks');
  });
});

describe('scores', () => {
  const known = knownWords(ANIMALS);
  const pairs: readonly Pair[] = [
    { source: 'Red OWL!', target: 'hibou rouge', category: 'words', group: 'a' },
    { source: 'red yak', target: 'yak rouge', category: 'words', group: 'b' },
    { source: '7 cats', target: '7 chats', category: 'units', group: 'c' },
  ];

  it('name the words that were never read', () => {
    expect(unknownWords('Red OWL 7, red yak yak', known)).toEqual(['yak']);
  });

  it('are those of each category, in the order of reports', () => {
    const [units, words, ...rest] = scoreByCategory(pairs, ['hibou rouge', 'yak', '7 chat'], known);
    expect(rest).toEqual([]);
    expect(units).toMatchObject({ category: 'units', phrases: 1, exact: 0, known: { phrases: 0, exact: Number.NaN } });
    expect(words).toMatchObject({ category: 'words', phrases: 2, exact: 0.5, known: { phrases: 1, exact: 1 } });
    expect(words!.chrf).toBeGreaterThan(50);
    expect(words!.chrf).toBeLessThan(100);
  });
});
