import { checkBoolean, checkChoice } from '@neurite/core';
import { cast, exp, log, max, oneHot, sub, sum, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';

/** What predictions of a metric over probabilities are. */
export type ProbabilityOptions = {
  /** Logits, or probabilities. Default `logits`. */
  readonly from?: 'logits' | 'probabilities' | undefined;
};

/** @throws ArgumentError */
export function checkFrom(where: string, from: unknown): void {
  checkChoice(where, 'from', from, ['logits', 'probabilities']);
}

/** @throws ArgumentError */
export function checkBinary(where: string, binary: unknown): void {
  checkBoolean(where, 'binary', binary);
}

/** The logarithm of the probability of the true class of each sample, [rows]. */
export function logOfTruth(scores: Tensor, actual: Tensor, from: 'logits' | 'probabilities'): Tensor {
  const truth = cast(oneHot(actual, scores.shape[1]!) as Tensor, 'bool');
  // Chosen, not multiplied: masked logits are infinite.
  const chosen = (x: Tensor): Tensor => sum(where(truth, x, zerosLike(x)), -1);
  if (from === 'probabilities') return log(chosen(scores));
  const shifted = sub(scores, max(scores, -1, true));
  return sub(chosen(shifted), log(sum(exp(shifted), -1)));
}
