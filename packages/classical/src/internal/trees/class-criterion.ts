import type { Criterion, Division, NodeRows, SortedRows } from './criterion.js';

/** Gini impurity, 1 − Σ p², or entropy, −Σ p log₂ p, of classes. */
export class ClassCriterion implements Criterion {
  weight = 0;
  impurity = 0;
  score = 0;
  best: number = -Infinity;
  readonly outputs: number;
  readonly #labels: Int32Array;
  readonly #entropy: boolean;
  readonly #total: Float64Array;
  readonly #left: Float64Array;

  constructor(labels: Int32Array, { classes, entropy }: { readonly classes: number; readonly entropy: boolean }) {
    this.outputs = classes;
    this.#labels = labels;
    this.#entropy = entropy;
    this.#total = new Float64Array(classes);
    this.#left = new Float64Array(classes);
  }

  open({ samples, start, end }: NodeRows, weights: Float64Array): void {
    const labels = this.#labels;
    const total = this.#total.fill(0);
    let weight = 0;
    for (let i = start; i < end; i++) {
      const row = samples[i]!;
      total[labels[row]!]! += weights[row]!;
      weight += weights[row]!;
    }
    this.weight = weight;
    this.score = this.#entropy ? entropyScore(total, weight) : sumOfSquares(total) / weight;
    this.impurity = this.#entropy ? -this.score / weight : 1 - this.score / weight;
    // Rounding must not make a node of one class worth a split.
    if (total.includes(weight)) this.impurity = 0;
  }

  pushValue(values: number[]): void {
    for (const total of this.#total) values.push(total / this.weight);
  }

  scan({ keys, rows, count, first, last: behind }: SortedRows, weights: Float64Array, minSamplesLeaf: number): number {
    const labels = this.#labels;
    const total = this.#total;
    const entropy = this.#entropy;
    const left = this.#left.fill(0);
    const last = Math.min(count - minSamplesLeaf, behind);
    const from = Math.max(minSamplesLeaf - 1, first);
    let leftWeight = 0;
    let leftSquares = 0;
    let rightSquares = entropy ? 0 : sumOfSquares(total);
    let best = -Infinity;
    let position = -1;
    for (let i = 0; i < last; i++) {
      const row = rows[i]!;
      const label = labels[row]!;
      const weight = weights[row]!;
      const own = left[label]!;
      leftSquares += weight * (2 * own + weight);
      rightSquares += weight * (weight - 2 * (total[label]! - own));
      left[label] = own + weight;
      leftWeight += weight;
      if (i < from || keys[i] === keys[i + 1]) continue;
      const score = entropy
        ? this.#entropyOfParts(leftWeight)
        : leftSquares / leftWeight + rightSquares / (this.weight - leftWeight);
      if (score > best) {
        best = score;
        position = i;
      }
    }
    this.best = best;
    return position;
  }

  divide({ samples, start, end }: NodeRows, weights: Float64Array, division: Division): number {
    const labels = this.#labels;
    const total = this.#total;
    const { values, threshold, missingLeft } = division;
    const left = this.#left.fill(0);
    let count = 0;
    let leftWeight = 0;
    for (let i = start; i < end; i++) {
      const row = samples[i]!;
      // Comparisons with NaN are false: it is left out, or stays.
      if (missingLeft ? values[row]! > threshold : !(values[row]! <= threshold)) continue;
      const weight = weights[row]!;
      left[labels[row]!]! += weight;
      leftWeight += weight;
      count++;
    }
    if (this.#entropy) this.best = this.#entropyOfParts(leftWeight);
    else {
      let leftSquares = 0;
      let rightSquares = 0;
      for (let label = 0; label < total.length; label++) {
        leftSquares += left[label]! ** 2;
        rightSquares += (total[label]! - left[label]!) ** 2;
      }
      this.best = leftSquares / leftWeight + rightSquares / (this.weight - leftWeight);
    }
    return count;
  }

  #entropyOfParts(leftWeight: number): number {
    const left = this.#left;
    const total = this.#total;
    let score = -logTerm(leftWeight) - logTerm(this.weight - leftWeight);
    for (let label = 0; label < left.length; label++) {
      score += logTerm(left[label]!) + logTerm(total[label]! - left[label]!);
    }
    return score;
  }
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function entropyScore(total: Float64Array, weight: number): number {
  let score = -logTerm(weight);
  for (const value of total) score += logTerm(value);
  return score;
}

/** x log₂ x; 0 for what rounding left of nothing. */
function logTerm(x: number): number {
  return x > 0 ? x * Math.log2(x) : 0;
}
