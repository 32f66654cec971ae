/** The input of an examination. */
export type ExaminationInput = {
  /** The address of the page, next to which the digits are served. */
  readonly base: string;
  /** The number of training digits that are examined, at most 8,000. */
  readonly examined: number;
  /** That of the training: it decides which digits are learned from. */
  readonly seed: number;
};

/** What was found in the digits, a sentence each. */
export type ExaminationResult = readonly string[];
