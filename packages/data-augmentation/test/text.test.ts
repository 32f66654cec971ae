import { RandomStream } from '@neurite/core';
import { testAugmentation } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  keyboardTypos,
  maskWords,
  ocrErrors,
  paraphrase,
  randomCase,
  randomDeletion,
  randomInsertion,
  randomSwap,
  synonymReplacement,
} from '../src/index.js';

const synonyms = { quick: ['fast', 'swift'], dog: ['hound'] };
const all = {
  keyboardTypos: keyboardTypos(),
  ocrErrors: ocrErrors(),
  'randomSwap of words': randomSwap(),
  'randomSwap of characters': randomSwap({ unit: 'character' }),
  'randomDeletion of words': randomDeletion(),
  'randomDeletion of characters': randomDeletion({ unit: 'character' }),
  'randomInsertion of letters': randomInsertion(),
  'randomInsertion of synonyms': randomInsertion({ synonyms }),
  randomCase: randomCase(),
  maskWords: maskWords(),
  synonymReplacement: synonymReplacement({ synonyms }),
  paraphrase: paraphrase({ paraphrases: (text) => (text === '' ? [] : ['A fox jumps.', 'There jumps a fox.']) }),
};
for (const [name, augmentation] of Object.entries(all)) testAugmentation({ name, augmentation, identity: null });

const SEEDS = Array.from({ length: 200 }, (_, seed) => ({ seed }));
/** A text of 1,000 words and the spaces between them. */
const LONG = Array.from({ length: 1000 }, (_, i) => ['the', 'Quick', 'dog,', 'ran'][i % 4]).join(' ');

describe.each(Object.entries(all))('%s', (_, augmentation) => {
  it('answers empty and strange texts', () => {
    for (const text of ['', ' ', '\n\t', 'a', '👩‍👩‍👧', 'été', '__proto__ constructor', '1lI|']) {
      for (const draw of SEEDS.slice(0, 20)) expect(typeof augmentation.text(text, draw)).toBe('string');
    }
  });

  it('changes a text, and another seed changes it otherwise', () => {
    const results = SEEDS.slice(0, 20).map((draw) => augmentation.text(LONG, draw));
    expect(new Set(results).size).toBeGreaterThan(1);
    expect(results).not.toContain(LONG);
  });
});

it.each([
  ['a word that is swapped', randomSwap(), 'b a', ['a b']],
  ['white space stays', randomSwap(), ' b\n\n a ', [' a\n\n b ']],
  ['characters of a word', randomSwap({ unit: 'character' }), 'ab c', ['ba c']],
  ['a letter between others', randomInsertion(), 'a', ['aa']],
  ['a synonym', randomInsertion({ synonyms }), 'dog', ['dog hound', 'hound dog']],
  [
    'case and punctuation',
    synonymReplacement({ synonyms, rate: 1 }),
    '(Quick) DOG!',
    ['(Fast) HOUND!', '(Swift) HOUND!'],
  ],
  ['all cases', randomCase({ rate: 1 }), 'fOX', ['fox', 'FOX', 'Fox']],
  ['the tokens', maskWords({ rate: 1, token: '<m>' }), 'a  b', ['<m>  <m>']],
  ['no word to replace', synonymReplacement({ synonyms, rate: 1 }), 'cat', ['cat']],
  ['pairs and single ones', ocrErrors({ rate: 1 }), 'B', ['8']],
  ['the keys beside q', keyboardTypos({ rate: 1 }), 'Q q', ['W w', 'W a', 'A w', 'A a']],
  ['the last word remains', randomDeletion({ rate: 1 }), 'a b', ['a', 'b']],
  ['a text that nobody paraphrased', paraphrase({ paraphrases: () => [] }), 'a', ['a']],
])('%s', (_, augmentation, text, expected) => {
  const results = new Set(SEEDS.map((draw) => augmentation.text(text, draw)));
  expect([...results].sort()).toEqual([...expected].sort());
});

it('reads rn as m, and m as rn', () => {
  const results = new Set(SEEDS.map((draw) => ocrErrors({ rate: 0.5 }).text('burn', draw)));
  expect(results).toContain('bum');
  expect(new Set(SEEDS.map((draw) => ocrErrors({ rate: 1 }).text('m', draw)))).toEqual(new Set(['rn']));
});

// The standard error of a share of 20,000 draws is 0.2 %.
it('changes as many as its rate says', () => {
  const share = (count: number): number => count / 20_000;
  const draws = SEEDS.slice(0, 20);
  const words = (text: string): string[] => text.split(' ');
  const different = (augmentation: ReturnType<typeof maskWords>, text: string): number =>
    draws.reduce((sum, draw) => {
      const changed = words(augmentation.text(text, draw));
      return sum + words(text).filter((word, i) => word !== changed[i]).length;
    }, 0);
  expect(share(different(maskWords({ rate: 0.3 }), LONG))).toBeCloseTo(0.3, 1);
  expect(share(different(synonymReplacement({ synonyms, rate: 0.3 }), LONG))).toBeCloseTo(0.15, 1);
  const kept = draws.reduce((sum, draw) => sum + words(randomDeletion({ rate: 0.3 }).text(LONG, draw)).length, 0);
  expect(share(kept)).toBeCloseTo(0.7, 1);
  const letters = 'abcdefghij'.repeat(100);
  const typed = draws.reduce((sum, draw) => {
    const text = keyboardTypos({ rate: 0.2 }).text(letters, draw);
    return sum + Array.from(letters).filter((letter, i) => letter !== text[i]).length;
  }, 0);
  expect(share(typed)).toBeCloseTo(0.2, 1);
});

it('swaps every pair of words as often', () => {
  const counts: Record<string, number> = {};
  for (let seed = 0; seed < 3000; seed++) {
    const text = randomSwap({ rate: 0.01 }).text('a b c', { seed });
    counts[text] = (counts[text] ?? 0) + 1;
  }
  for (const text of ['b a c', 'c b a', 'a c b']) expect((counts[text] ?? 0) / 3000).toBeCloseTo(1 / 3, 1);
});

it('draws nothing where it is not applied', () => {
  const never = maskWords({ probability: 0 });
  expect(never.draw(RandomStream.fromSeed(1), {})).toBeNull();
  expect(never.text('a', null)).toBe('a');
});

it.each([
  [
    () => keyboardTypos({ rate: 2 }),
    'keyboardTypos: `rate` must be a finite number of at least 0 and of at most 1; received 2.',
  ],
  [
    () => keyboardTypos({ keyboard: 'dvorak' as never }),
    "keyboardTypos: `keyboard` must be 'qwerty', 'qwertz' or 'azerty'; received 'dvorak'.",
  ],
  [() => maskWords({ token: 0 as never }), 'maskWords: `token` must be a string; received 0.'],
  [() => randomSwap({ unit: 'line' as never }), "randomSwap: `unit` must be 'word' or 'character'; received 'line'."],
  [
    () => synonymReplacement({ synonyms: { dog: 'hound' } as never }),
    'synonymReplacement: `synonyms` must have a list of words for each word, in lower case; received an object with dog.',
  ],
  [
    () => synonymReplacement(undefined as never),
    'synonymReplacement: `options` must be an object with `probability`, `synonyms`, `rate`; received undefined.',
  ],
  [
    () => paraphrase({ paraphrases: ['a'] as never }),
    "paraphrase: `paraphrases` must be a function from a text to a list of texts; received ['a'].",
  ],
  [
    () => paraphrase({ paraphrases: () => 'a' as never }).text('b', { seed: 1 }),
    "paraphrase: `paraphrases` must give a list of texts; received 'a'.",
  ],
])('refuses %#', (run, message) => {
  expect(run).toThrow(message);
});
