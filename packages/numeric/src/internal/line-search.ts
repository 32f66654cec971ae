/** A step along a direction: how far, the value there, and the derivative along the direction. */
export type Trial = { readonly step: number; readonly value: number; readonly slope: number };

/** The first step to try, and how exact values are, in parts of them. */
export type SearchOptions = { readonly first: number; readonly rounding: number };

/** A sufficient decrease, as a part of what the derivative at 0 promises. */
const DECREASE = 1e-4;
/** A sufficiently flat end, as a part of the derivative at 0. */
const FLATNESS = 0.9;
const MOST_TRIALS = 40;

/**
 * Looks for a step that satisfies the strong conditions of Wolfe: the value has decreased enough, and its derivative is
 * nearly flat. Differences that rounding makes of the value count as none, so that the derivative decides next to the
 * minimum.
 *
 * Yields the steps that are to be tried, and takes what is found there.
 *
 * @param start at step 0; its derivative is below 0
 * @returns what was found at the step; undefined when no step has a lower value
 * @see Nocedal and Wright, "Numerical optimization", algorithms 3.5 and 3.6
 */
export function* lineSearch<T extends Trial>(
  start: T,
  { first, rounding }: SearchOptions,
): Generator<number, T | undefined, T> {
  const noise = 4 * rounding * Math.abs(start.value);
  const tooHigh = ({ step, value }: Trial): boolean => !(value <= start.value + DECREASE * step * start.slope + noise);
  const flat = ({ slope }: Trial): boolean => Math.abs(slope) <= -FLATNESS * start.slope;
  let best = start;
  let other: T | undefined;
  let step = first;
  for (let trials = 0; trials < MOST_TRIALS; trials++) {
    const trial = yield step;
    // Where the derivative, as a line through the last two, is 0: how many times as far.
    const beyond = 1 + ((trial.step - best.step) * trial.slope) / (best.slope - trial.slope) / trial.step;
    if (tooHigh(trial) || (best.step > 0 && trial.value > best.value + noise) || Number.isNaN(trial.slope)) {
      other = trial;
    } else if (flat(trial)) {
      return trial;
    } else {
      // The lowest so far is an end of the interval, and the other is where its derivative points to.
      if (other === undefined ? trial.slope >= 0 : trial.slope * (other.step - trial.step) >= 0) other = best;
      best = trial;
    }
    if (other === undefined) step = trial.step * Math.min(Math.max(beyond, 2), 10);
    else {
      step = between(best, other);
      if (step === best.step || step === other.step) break;
    }
  }
  // The interval has become too small to have anything within: the lowest will do, if it is lower.
  return best.step > 0 && best.value < start.value ? best : undefined;
}

/** Where a cubic through both ends has its minimum, not too close to an end. */
function between(a: Trial, b: Trial): number {
  const width = b.step - a.step;
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const root = d1 * d1 - a.slope * b.slope;
  const d2 = Math.sign(width) * Math.sqrt(root);
  const share = 1 - (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  return a.step + width * (Number.isFinite(share) ? Math.min(Math.max(share, 0.1), 0.9) : 0.5);
}
