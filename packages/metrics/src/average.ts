/**
 * How the scores of single classes become one number.
 *
 * - `macro`: their mean; each class counts the same.
 * - `weighted`: their mean, each class counting as often as it is true.
 * - `micro`: the score of all decisions together.
 * - `binary`: the score of the positive class alone; there are only yes and no.
 */
export type Average = 'macro' | 'micro' | 'weighted' | 'binary';

/** How precision, recall, f1 and the like are taken. */
export type AverageOptions = {
  /** Default `macro`. With `none` there is a list, one score for each class. */
  readonly average?: Average;
  /**
   * How many classes there are: an integer of at least 2. Then all of them count in `macro`, and predictions must
   * have that many. Default: those count that occur in predictions or targets, as in scikit-learn. Not for `binary`.
   */
  readonly classes?: number;
  /**
   * Above which score the answer is yes; only for `binary` with one score per sample. Default 0, which is right for
   * logits; for probabilities it is 0.5.
   */
  readonly threshold?: number;
};

/** The options for a list of one score for each class. */
export type PerClassOptions = {
  readonly average: 'none';
  /** How many classes there are. Default: as many as there are scores. */
  readonly classes?: number;
};
