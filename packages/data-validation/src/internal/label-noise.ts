import { regularizedGamma } from '@neurite/numeric';

/** Labels that disagree with what the other rows say. */
export type LabelNoise = {
  /** The rows whose label is probably wrong, the surest first. */
  readonly rows: readonly number[];
  /** Of each of these rows the class that it probably is. */
  readonly instead: readonly number[];
  /** Of the test whether there are more surprising labels than overlapping classes explain. */
  readonly pValue: number;
};

/** A label is surprising where its probability is below. */
const SURPRISING = 0.02;

/**
 * Confident learning: the threshold of a class is the mean probability that rows of this class have for it; a row counts
 * as another class where the probability of that is at least its threshold, and the largest among such.
 *
 * Where classes overlap, some labels are such without being wrong. So labels that have a probability below 2 % are counted
 * and compared (Poisson) with how many there would be if labels were drawn from the probabilities.
 *
 * @param probabilities of classes, of models that have not seen the row
 * @see Northcutt, Jiang and Chuang, "Confident learning: estimating uncertainty in dataset labels", 2021. The test is our
 *   addition.
 */
export function findLabelNoise(probabilities: Float64Array, y: Int32Array, classes: number): LabelNoise {
  const rows = y.length;
  const thresholds = new Float64Array(classes);
  const counts = new Float64Array(classes);
  for (let row = 0; row < rows; row++) {
    thresholds[y[row]!]! += probabilities[row * classes + y[row]!]!;
    counts[y[row]!]!++;
  }
  for (let k = 0; k < classes; k++) thresholds[k]! /= Math.max(1, counts[k]!);
  const found: { readonly row: number; readonly other: number; readonly own: number }[] = [];
  let [surprises, expected] = [0, 0];
  for (let row = 0; row < rows; row++) {
    let other = -1;
    for (let k = 0; k < classes; k++) {
      const probability = probabilities[row * classes + k]!;
      if (probability < SURPRISING) expected += probability;
      if (counts[k] === 0 || probability < thresholds[k]!) continue;
      if (other < 0 || probability > probabilities[row * classes + other]!) other = k;
    }
    const own = probabilities[row * classes + y[row]!]!;
    if (own < SURPRISING) surprises++;
    if (other >= 0 && other !== y[row]) found.push({ row, other, own });
  }
  found.sort((a, b) => a.own - b.own);
  return {
    rows: found.map(({ row }) => row),
    instead: found.map(({ other }) => other),
    pValue: surprises === 0 ? 1 : regularizedGamma(surprises, expected).lower,
  };
}
