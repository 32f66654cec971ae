/** What a statistical test found. */
export type TestResult = {
  readonly statistic: number;
  /** The probability of a statistic at least as large when there is no difference. */
  readonly pValue: number;
};
