import type { Pair } from './pair.js';

const COLORS = [
  ['red', 'rouge'],
  ['blue', 'bleu'],
  ['green', 'vert'],
  ['black', 'noir'],
  ['white', 'blanc'],
] as const;
const THINGS = ['cat', 'dog', 'cow', 'hen', 'fox', 'owl', 'bee', 'ant'] as const;
const NAMES = ['chat', 'chien', 'bœuf', 'coq', 'renard', 'hibou', 'bourdon', 'ver'] as const;

/** Colors of animals, in a language of two words. */
export const ANIMALS: readonly Pair[] = COLORS.flatMap(([color, name]) =>
  THINGS.map(
    (thing, i): Pair => ({
      source: `${color} ${thing}`,
      target: `${NAMES[i]} ${name}`,
      category: 'phrases',
      group: `${color} ${thing}`,
    }),
  ),
);

/** As a file of two columns. */
export const ANIMALS_FILE: string = ANIMALS.map(({ source, target }) => `${source}\t${target}\n`).join('');
