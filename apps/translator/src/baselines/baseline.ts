import type { Pair } from '@neurite/translator-model/pair';
import { learnDictionary } from './dictionary.js';
import { learnNearest } from './nearest.js';

/** What translates without a network. */
export type Baseline = {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** @returns a translator */
  learn(train: readonly Pair[]): (phrase: string) => string;
};

export const BASELINES: readonly Baseline[] = [
  { name: 'copy', title: 'copy of the phrase', learn: () => (phrase) => phrase },
  { name: 'nearest', title: 'nearest phrase of the training', learn: learnNearest },
  { name: 'dictionary', title: 'dictionary, word by word', learn: learnDictionary },
];
