/** How elements are drawn. */
export type SampleOptions = {
  /** How many elements a pass has. Default: as many as the dataset. */
  readonly count?: number;
  /** Whether an element may come more than once in a pass. Default true. */
  readonly replacement?: boolean;
  /** Default: that of the run (`iterate({ seed })`, which is 0 by default). */
  readonly seed?: number;
};
