import type { Answers } from './answers.js';
import { CHOSEN_LOSSES } from './losses.js';
import type { LossName } from './neuron-state.js';
import type { Point } from './points.js';

/** What one point adds to the gradients. */
export type GradientShare = {
  /** How its own loss changes with z. */
  readonly change: number;
  /** change · x / n, and change / n: all of them sum to ∂L/∂w and ∂L/∂b. */
  readonly w: number;
  readonly b: number;
};

/** The gradient of the mean loss, written out as the sum over the points. */
export function gradientShares(
  points: readonly Point[],
  { predictions }: Pick<Answers, 'predictions'>,
  loss: LossName,
): readonly GradientShare[] {
  return points.map(({ x, y }, i) => {
    const change = CHOSEN_LOSSES[loss].gradient({ prediction: predictions[i]!, y });
    return { change, w: (change * x) / points.length, b: change / points.length };
  });
}
