/** What a model says about rows. */
export type Answers = {
  readonly predictions: Float64Array;
  /** rows × classes; undefined where the model has none. */
  readonly probabilities: Float64Array | undefined;
};

/** How well a model does: larger is better. */
export type Score = (truth: Float64Array, answers: Answers) => number;

/** The share of rows whose class is right. */
export const accuracyScore: Score = (truth, { predictions }) =>
  truth.reduce((sum, value, row) => sum + (value === predictions[row] ? 1 : 0), 0) / truth.length;

/** R² = 1 − Σ (y − ŷ)² / Σ (y − mean)²; 1 for predictions that are right, 0 for those of the mean. */
export const r2Score: Score = (truth, { predictions }) => {
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  let squares = 0;
  let deviations = 0;
  for (const [row, value] of truth.entries()) {
    squares += (value - predictions[row]!) ** 2;
    deviations += (value - mean) ** 2;
  }
  if (deviations === 0) return squares === 0 ? 1 : 0;
  return 1 - squares / deviations;
};

/** −Σ |y − ŷ| / n. */
export const absoluteErrorScore: Score = (truth, { predictions }) =>
  -truth.reduce((sum, value, row) => sum + Math.abs(value - predictions[row]!), 0) / truth.length;

/** Σ log P(class) / n, with probabilities of at least 2⁻⁵²; −∞ for a class that the model does not know, NaN without probabilities. */
export const logLikelihoodScore: Score = (truth, { probabilities }) => {
  if (probabilities === undefined) return Number.NaN;
  const classes = probabilities.length / truth.length;
  const logs = truth.map((label, row) =>
    label < classes ? Math.log(Math.max(probabilities[row * classes + label]!, Number.EPSILON)) : -Infinity,
  );
  return logs.reduce((sum, value) => sum + value, 0) / truth.length;
};

/**
 * The area under the ROC curve of two classes: how probable it is that a row of class 1 has a larger probability than one of
 * class 0; NaN without probabilities, or where one class is missing.
 */
export const rocAucScore: Score = (truth, { probabilities }) => {
  if (probabilities === undefined) return Number.NaN;
  const classes = probabilities.length / truth.length;
  const scores = truth.map((_, row) => probabilities[row * classes + 1]!);
  const order = Array.from(truth.keys()).sort((a, b) => scores[a]! - scores[b]!);
  let ranks = 0;
  let positives = 0;
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && scores[order[end]!] === scores[order[i]!]) end++;
    // Equal scores share their mean rank.
    for (const row of order.slice(i, end)) {
      if (truth[row] !== 1) continue;
      ranks += (i + 1 + end) / 2;
      positives++;
    }
    i = end;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (truth.length - positives));
};
