/** The index of the largest value of each row, the first of equal ones. */
export function largestOfRows(scores: Float64Array, columns: number): Float64Array {
  const best = new Float64Array(scores.length / columns);
  for (let row = 0; row < best.length; row++) {
    let largest = 0;
    for (let i = 1; i < columns; i++) {
      if (scores[row * columns + i]! > scores[row * columns + largest]!) largest = i;
    }
    best[row] = largest;
  }
  return best;
}

/** The classes of linear scores: class 1 above 0 of one score, that of the largest of many. */
export function classesOfScores(scores: Float64Array, outputs: number): Float64Array {
  return outputs === 1 ? scores.map((score) => (score > 0 ? 1 : 0)) : largestOfRows(scores, outputs);
}

/** exp(s) / Σ exp(s) in each row, in place and returned; a score of −∞ is a probability of 0. */
export function softmaxRows(scores: Float64Array, columns: number): Float64Array {
  for (let start = 0; start < scores.length; start += columns) {
    let largest = -Infinity;
    for (let i = 0; i < columns; i++) largest = Math.max(largest, scores[start + i]!);
    let sum = 0;
    for (let i = 0; i < columns; i++) {
      const value = Math.exp(scores[start + i]! - largest);
      scores[start + i] = value;
      sum += value;
    }
    for (let i = 0; i < columns; i++) scores[start + i]! /= sum;
  }
  return scores;
}
