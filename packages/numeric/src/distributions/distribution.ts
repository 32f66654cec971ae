/** A continuous distribution of one number. Each function takes NaN to NaN. */
export type Distribution = {
  readonly name: string;
  /** The density at `x`; 0 outside of the support. */
  pdf(x: number): number;
  /** The probability of at most `x`. */
  cdf(x: number): number;
  /** The probability of more than `x`, with all digits where it is small. */
  survival(x: number): number;
  /**
   * The number that is exceeded with probability 1 − `probability`.
   *
   * @throws ArgumentError when `probability` is not within [0, 1]
   */
  quantile(probability: number): number;
  /**
   * The number that is exceeded with probability `probability`, with all digits where it is small.
   *
   * @throws ArgumentError when `probability` is not within [0, 1]
   */
  survivalQuantile(probability: number): number;
};
