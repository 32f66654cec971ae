/** A function to minimize, at a point. */
export type ObjectiveResult = {
  readonly value: number;
  /** As long as the point. */
  readonly gradient: ArrayLike<number>;
};

export type MinimizeOptions = {
  /** How many of the last steps tell the curvature. An integer of at least 1. Default: 10. */
  readonly memory?: number;
  /** An integer of at least 0. Default: 1000. */
  readonly maxIterations?: number;
  /** Ends when no element of the gradient is larger than this. At least 0. Default: 1e-8. */
  readonly gradientTolerance?: number;
  /** Ends when a step lowers the value by less than this part of it, or of 1 if that is larger. At least 0. Default: 0. */
  readonly valueTolerance?: number;
  /**
   * How exact the value is: smaller differences, in parts of it, count as rounding. At least 0; 2⁻²³ for a value that was
   * computed in float32. Default: 2⁻⁵².
   */
  readonly rounding?: number;
};

/** What a minimization found. */
export type Minimum = {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  /** How often the function was computed. */
  readonly evaluations: number;
  /**
   * Why it ended: the `gradient` or the decrease of the `value` was within its tolerance, there was no `progress` any
   * more (rounding hides what remains, or the gradient is not that of the value), or the `iterations` were used up.
   */
  readonly reason: 'gradient' | 'value' | 'progress' | 'iterations';
};
