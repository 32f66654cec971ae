/** What is forecast, and from what. */
export type Task = {
  /** How many steps ahead at most. */
  readonly horizon: number;
  /** How many log returns a window has. */
  readonly window: number;
  /** After how many steps a pattern repeats. */
  readonly season: number;
  /**
   * Whether windows and targets are divided by the volatility at their origin, which markets need, or by one number learned
   * from the past.
   */
  readonly scaling: 'volatility' | 'constant';
  /** How hard models learn. */
  readonly effort: Effort;
  readonly seed: number;
};

export type Effort = {
  /** Passes of networks over the windows. */
  readonly epochs: number;
  /** Windows that are learned from at most: the last ones. */
  readonly mostWindows: number;
  /** Trees of each quantile. */
  readonly trees: number;
};

/** The probabilities of the quantiles that are forecast. The first and the last are the ends of the 80 % band. */
export const LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9] as const;
/** The place of the median. */
export const MEDIAN = 2;

/** What is known of a series, and from which of its steps forecasts are wanted. */
export type Request = {
  /** Which of the series that were learned from. */
  readonly series: number;
  /** Logarithms of values. */
  readonly logs: Float64Array;
  /** Steps, increasing. The forecast from step t must follow from elements 0 to t of `logs`. */
  readonly origins: Uint32Array;
};

/**
 * Quantiles of log returns over 1 to `horizon` steps, origins × horizon × levels, one after another: the log return over h
 * steps is the logarithm of the value then without that at the origin.
 */
export type Quantiles = Float64Array;

/** Something that forecasts, before it has learned. */
export type Forecaster = {
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly isNetwork: boolean;
  /** @param past logarithms of the values of each series, all that may be learned from */
  learn(past: readonly Float64Array[], task: Task): Promise<Learned>;
};

export type Learned = {
  forecast(request: Request): Promise<Quantiles>;
  dispose(): void;
};
