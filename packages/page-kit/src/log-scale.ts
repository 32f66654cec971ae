/** Steps of a slider over numbers of which equal steps are equal factors. */
export type LogScale = {
  /** The last step; the first is 0. */
  readonly steps: number;
  /** With two digits. */
  valueAt(step: number): number;
  /** The nearest step, within the scale. */
  stepOf(value: number): number;
};

/** About so many steps make a factor of 10. */
const PER_DECADE = 20;

/** @param min above 0; it and `max` are the values of the first and the last step */
export function logScale(min: number, max: number): LogScale {
  const [low, high] = [Math.log10(min), Math.log10(max)];
  const steps = Math.round((high - low) * PER_DECADE);
  return {
    steps,
    valueAt: (step) => Number((10 ** (low + ((high - low) * step) / steps)).toPrecision(2)),
    stepOf: (value) => Math.min(Math.max(Math.round(((Math.log10(value) - low) / (high - low)) * steps), 0), steps),
  };
}
