import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { beta } from '../distributions/beta.js';

export type ProportionIntervalOptions = {
  /** The probability with which the interval holds the true proportion, at least: within (0, 1). Default 0.95. */
  readonly confidence?: number;
};

/** A proportion, and how sure it is. */
export type ProportionInterval = { readonly proportion: number; readonly low: number; readonly high: number };

/**
 * A proportion with the exact interval of Clopper and Pearson: the probabilities under which neither as many successes or
 * more, nor as many or fewer, are less probable than half of what the interval may miss.
 *
 * @param successes an integer of at least 0
 * @param trials independent ones: an integer of at least 1, and of at least `successes`
 * @throws ArgumentError when a number is not an integer in its range, or `confidence` is not within (0, 1)
 * @example
 * const { low, high } = proportionInterval(8, 10);
 * console.log(low, high); // 0.444, 0.975
 * @see Clopper and Pearson, "The use of confidence or fiducial limits", 1934
 */
export function proportionInterval(
  successes: number,
  trials: number,
  options: ProportionIntervalOptions = {},
): ProportionInterval {
  const { confidence } = resolveOptions('proportionInterval', options, { confidence: 0.95 });
  checkNumber('proportionInterval', 'confidence', confidence, { above: 0, below: 1 });
  checkInteger('proportionInterval', 'trials', trials, { min: 1 });
  checkInteger('proportionInterval', 'successes', successes, { min: 0, max: trials });
  const tail = (1 - confidence) / 2;
  const failures = trials - successes;
  return {
    proportion: successes / trials,
    low: successes === 0 ? 0 : beta({ a: successes, b: failures + 1 }).quantile(tail),
    high: failures === 0 ? 1 : beta({ a: successes + 1, b: failures }).survivalQuantile(tail),
  };
}
