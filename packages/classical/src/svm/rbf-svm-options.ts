/** How support vector machines with the kernel exp(−γ |a − b|²) learn. */
export type RbfSvmOptions = {
  /** How much errors cost, compared with a curve that is not smooth. Above 0. Default 1. */
  readonly c?: number;
  /**
   * γ: how fast the kernel falls with the squared distance. Above 0, or `'auto'` for 1 / columns, or `'scale'` for
   * 1 / (columns × variance of all values). Default `'scale'`.
   */
  readonly gamma?: number | 'scale' | 'auto';
  /** Ends when no pair of rows violates the conditions of the minimum by more. Above 0. Default 1e-3. */
  readonly tolerance?: number;
  /** How many pairs of rows are changed at most. At least 1. Default 10,000,000. */
  readonly maxIterations?: number;
  /** Whether rows that seem to be decided are left out until the end, which changes only how long it takes. Default true. */
  readonly shrinking?: boolean;
  /** How much memory the rows of kernels that are kept may take, in megabytes. Above 0. Default 200. */
  readonly cache?: number;
};
