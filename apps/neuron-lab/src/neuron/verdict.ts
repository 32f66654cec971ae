import { format } from '../ui/format.js';
import type { DescentStep } from './descent.js';
import type { Point } from './points.js';

/** What there is to say about a descent up to a step. */
export type Verdict = { readonly kind: 'going' | 'arrived' | 'zigzag' | 'diverging'; readonly text: string };

/** Below this a gradient changes nothing that one can see. */
const FLAT = 1e-3;
/**
 * The mean of x² above which gradient descent diverges at 0.001 already, the smallest rate of the slider: the loss is
 * about 2 · mean(x²) times as steep as it is far from its minimum.
 */
const STEEPEST = 1000;

/**
 * Says how the descent goes.
 *
 * @param steps from the first to the one that is shown, at least one
 * @param points that are learned from
 */
export function verdict(steps: readonly DescentStep[], points: readonly Point[]): Verdict {
  const first = steps[0]!;
  const last = steps.at(-1)!;
  if (!Number.isFinite(first.loss)) {
    return {
      kind: 'diverging',
      text: 'No step can be computed: the loss at the start exceeds what float32 can hold, because x or y are too large. Standardize the points.',
    };
  }
  if (!Number.isFinite(last.loss) || last.loss > 10 * Math.max(first.loss, 1e-6)) {
    const went = `The loss went from ${format(first.loss)} to ${format(last.loss)}.`;
    const steep = points.reduce((sum, { x }) => sum + (x * x) / points.length, 0) > STEEPEST;
    return {
      kind: 'diverging',
      text: steep
        ? `The numbers of x are too large for any learning rate of the slider: each step overshoots. Standardize the points. ${went}`
        : `The learning rate is too large: each step jumps across the valley and lands higher on the other side. ${went}`,
    };
  }
  const before = steps.at(-2);
  if (before !== undefined && last.loss > before.loss * 1.0001) {
    return {
      kind: 'zigzag',
      text: `The last step went too far: the loss rose from ${format(before.loss)} to ${format(last.loss)}.`,
    };
  }
  if (Math.hypot(last.gradientW, last.gradientB) < FLAT) {
    return { kind: 'arrived', text: `Arrived: the ground is flat here, with a loss of ${format(last.loss)}.` };
  }
  if (before === undefined) {
    return { kind: 'going', text: `At the start the loss is ${format(last.loss)}. Take a step, or press Play.` };
  }
  return before.gradientW * last.gradientW < 0 || before.gradientB * last.gradientB < 0
    ? { kind: 'zigzag', text: 'The step crossed the valley: it still goes down, but from side to side.' }
    : { kind: 'going', text: `On the way down: the loss is ${format(last.loss)}.` };
}
