import type { Criterion, Division, NodeRows, SortedRows } from './criterion.js';

/** The weighted mean of (y − mean)². */
export class MeanCriterion implements Criterion {
  weight = 0;
  impurity = 0;
  score = 0;
  best: number = -Infinity;
  readonly outputs = 1;
  readonly #y: Float64Array;
  /** Subtracted from the targets, so that a large mean does not cancel their differences. */
  readonly #center: number;
  #sum = 0;

  constructor(y: Float64Array, weights: Float64Array) {
    let sum = 0;
    let total = 0;
    for (let row = 0; row < y.length; row++) {
      sum += weights[row]! * y[row]!;
      total += weights[row]!;
    }
    const center = sum / total;
    this.#center = center;
    this.#y = y.map((value) => value - center);
  }

  open({ samples, start, end }: NodeRows, weights: Float64Array): void {
    const y = this.#y;
    const first = y[samples[start]!]!;
    let sum = 0;
    let squares = 0;
    let weight = 0;
    let constant = true;
    for (let i = start; i < end; i++) {
      const row = samples[i]!;
      const value = y[row]!;
      const term = weights[row]! * value;
      sum += term;
      squares += term * value;
      weight += weights[row]!;
      constant = constant && value === first;
    }
    this.#sum = constant ? first * weight : sum;
    this.weight = weight;
    this.score = (sum * sum) / weight;
    // Rounding must not make a node of one value worth a split.
    this.impurity = constant ? 0 : Math.max(0, squares - this.score) / weight;
  }

  pushValue(values: number[]): void {
    values.push(this.#center + this.#sum / this.weight);
  }

  scan({ keys, rows, count, first, last: behind }: SortedRows, weights: Float64Array, minSamplesLeaf: number): number {
    const y = this.#y;
    const last = Math.min(count - minSamplesLeaf, behind);
    const from = Math.max(minSamplesLeaf - 1, first);
    const sum = this.#sum;
    const total = this.weight;
    let leftWeight = 0;
    let leftSum = 0;
    let best = -Infinity;
    let position = -1;
    for (let i = 0; i < last; i++) {
      const row = rows[i]!;
      const weight = weights[row]!;
      leftSum += weight * y[row]!;
      leftWeight += weight;
      if (i < from || keys[i] === keys[i + 1]) continue;
      const rightSum = sum - leftSum;
      const score = (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / (total - leftWeight);
      if (score > best) {
        best = score;
        position = i;
      }
    }
    this.best = best;
    return position;
  }

  divide({ samples, start, end }: NodeRows, weights: Float64Array, division: Division): number {
    const y = this.#y;
    const { values, threshold, missingLeft } = division;
    let count = 0;
    let leftWeight = 0;
    let leftSum = 0;
    for (let i = start; i < end; i++) {
      const row = samples[i]!;
      // Comparisons with NaN are false: it is left out, or stays.
      if (missingLeft ? values[row]! > threshold : !(values[row]! <= threshold)) continue;
      leftSum += weights[row]! * y[row]!;
      leftWeight += weights[row]!;
      count++;
    }
    this.best = leftSum ** 2 / leftWeight + (this.#sum - leftSum) ** 2 / (this.weight - leftWeight);
    return count;
  }
}
