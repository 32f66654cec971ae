import type { Classified } from './classify.js';

/** What a network answers. */
export type Answer = {
  /** The index of the most probable class. */
  readonly label: number;
  readonly probability: number;
  /** Why the answer may be wrong, to follow its probability; undefined where nothing speaks against it. */
  readonly doubt: string | undefined;
};

/** An answer that is less probable is told with doubt. */
const DOUBTFUL = 0.75;

export function toAnswer({ probabilities, distance }: Classified): Answer {
  let label = 0;
  for (let i = 1; i < probabilities.length; i++) if (probabilities[i]! > probabilities[label]!) label = i;
  const probability = probabilities[label]!;
  return { label, probability, doubt: doubtOf(probability, distance) };
}

function doubtOf(probability: number, distance: number): string | undefined {
  if (distance > 1) return 'it is unlike the photographs that the network learned from';
  return probability < DOUBTFUL ? 'another class is nearly as probable' : undefined;
}
