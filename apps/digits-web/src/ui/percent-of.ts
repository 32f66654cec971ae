import { percent } from '@neurite/digits-model/answer';

/** A share in [0, 1] within a sentence: a line never ends before its sign. */
export function percentOf(share: number): string {
  return percent(share).replace(' ', '\u00a0');
}
