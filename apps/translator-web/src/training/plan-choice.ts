import { type Plan, planOf } from '@neurite/translator-model/plan';

/** What somebody chooses of a training. */
export type TrainingChoice = {
  /** The most phrases that are learned from. */
  readonly phrases: number;
  readonly network: 'small' | 'whole';
  readonly epochs: number;
  readonly seed: number;
};

export const FIRST_CHOICE: TrainingChoice = { phrases: 6000, network: 'small', epochs: 8, seed: 7 };

/** Phrases that are tested at the end, and that the epoch is chosen by. */
const TESTED = 300;
/** Up to so many phrases, a share of those that could be drawn is enough to take them from. */
const FEW = 10_000;
const SHARE_OF_FEW = 0.05;

/** The plan of the command, or a small network of the kind that learns most from few phrases. */
export function planOfChoice({ phrases, network, epochs }: TrainingChoice): Plan {
  const whole = planOf({ network: 'gru', epochs, quick: false });
  const plan: Plan = {
    ...whole,
    amount: phrases <= FEW ? SHARE_OF_FEW : whole.amount,
    most: { train: phrases, test: TESTED },
  };
  if (network === 'whole') return plan;
  return { ...plan, tokens: 800, network: { ...whole.network, kind: 'transformer', features: 64, layers: 1 } };
}
