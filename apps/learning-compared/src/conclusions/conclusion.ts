/** What follows from the numbers of a run. */
export type Conclusion = {
  /** What it is about, in a few words. */
  readonly about: string;
  readonly sentence: string;
};
