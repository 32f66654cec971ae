import { CLASSES } from './classes.js';

/** The digit that a network reads. */
export type Answer = {
  readonly digit: number;
  /** That of `digit`, in [0, 1]. */
  readonly probability: number;
};

/**
 * The most probable digit; the smallest of equally probable ones.
 *
 * @param probabilities one for each digit, in order; that of no digit may follow
 */
export function toAnswer(probabilities: ArrayLike<number>): Answer {
  let digit = 0;
  for (let i = 1; i < CLASSES; i++) if (probabilities[i]! > probabilities[digit]!) digit = i;
  return { digit, probability: probabilities[digit]! };
}

/** A digit with its article: `a 7`, `an 8`. */
export function withArticle(digit: number): string {
  return `${digit === 8 ? 'an' : 'a'} ${digit}`;
}

/** A share in [0, 1] as people read it, such as `98.2 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
