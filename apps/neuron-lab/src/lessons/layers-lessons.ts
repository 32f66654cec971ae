import type { LayersState } from '../layers/layers-state.js';
import type { Lesson } from './lesson.js';
import { LAYERS_STARTS } from './lesson-starts.js';

/** What the goals of this room are checked against. */
export type LayersFacts = Pick<LayersState, 'logits' | 'temperature'>;

function largestShare({ logits, temperature }: LayersFacts): number {
  const largest = Math.max(...logits);
  return 1 / logits.reduce((sum, logit) => sum + Math.exp((logit - largest) / temperature), 0);
}

export const LAYERS_LESSONS: readonly Lesson<LayersFacts>[] = [
  {
    name: 'softmax',
    title: 'Why softmax',
    steps: [
      {
        text: 'A network gives any numbers as scores. In “A softmax” below, raise the score of class 1 until its share is above 90 %.',
        setup: LAYERS_STARTS.softmax,
        goal: (facts) => facts.logits.length > 2 && facts.temperature === 1 && largestShare(facts) > 0.9,
        done: 'Shares are positive and sum to 1, so what one class gains the others lose.',
      },
      {
        text: 'Now make every score negative, and keep one share above 90 %.',
        goal: (facts) => facts.logits.every((logit) => logit < 0) && largestShare(facts) > 0.9,
        done: 'Only differences between scores matter: the same number added to all changes nothing.',
      },
      {
        text: 'Leave the scores, and raise the temperature until the largest share is below 60 %.',
        goal: (facts) => facts.temperature > 1 && largestShare(facts) < 0.6,
        done: 'A high temperature makes doubt, a low one makes certainty.',
      },
    ],
  },
];
