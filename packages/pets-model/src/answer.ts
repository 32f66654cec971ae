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

/** @param probabilities one for each class */
export function toAnswer(probabilities: ArrayLike<number>): Answer {
  let label = 0;
  for (let i = 1; i < probabilities.length; i++) if (probabilities[i]! > probabilities[label]!) label = i;
  const probability = probabilities[label]!;
  return { label, probability, doubt: probability < DOUBTFUL ? 'another class is nearly as probable' : undefined };
}
