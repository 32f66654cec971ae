import { format } from '../ui/format.js';
import type { DescentStep } from './descent.js';

/** What there is to say about a descent up to a step. */
export type Verdict = { readonly kind: 'going' | 'arrived' | 'zigzag' | 'diverging'; readonly text: string };

/** Below this a gradient changes nothing that one can see. */
const FLAT = 1e-3;

/**
 * Says how the descent goes.
 *
 * @param steps from the first to the one that is shown, at least one
 */
export function verdict(steps: readonly DescentStep[]): Verdict {
  const first = steps[0]!;
  const last = steps.at(-1)!;
  if (!Number.isFinite(last.loss) || last.loss > 10 * Math.max(first.loss, 1e-6)) {
    return {
      kind: 'diverging',
      text: `The learning rate is too large: each step jumps across the valley and lands higher on the other side. The loss went from ${format(first.loss)} to ${format(last.loss)}.`,
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
  const turned =
    before !== undefined && (before.gradientW * last.gradientW < 0 || before.gradientB * last.gradientB < 0);
  return turned
    ? { kind: 'zigzag', text: 'The step crossed the valley: it still goes down, but from side to side.' }
    : { kind: 'going', text: `On the way down: the loss is ${format(last.loss)}.` };
}
