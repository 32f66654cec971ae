import type { Interval } from '../statistics/intervals.js';

/** A difference of shares with its interval: `1.2 points (0.4 to 2.0)`; its size, where it is known to be above or below 0. */
export function points({ mean, lower, upper }: Interval): string {
  const [low, high] = mean < 0 && upper < 0 ? [-upper, -lower] : [lower, upper];
  const size = upper < 0 || lower > 0 ? Math.abs(mean) : mean;
  const bounds = Number.isFinite(low) ? `95 % interval ${signed(low)} to ${signed(high)}` : 'one seed: no interval';
  return `${signed(size)} points (${bounds})`;
}

function signed(share: number): string {
  return (100 * share)
    .toFixed(1)
    .replace(/^-0\.0$/, '0.0')
    .replace('-', '−');
}
