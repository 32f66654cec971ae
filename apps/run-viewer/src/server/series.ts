import type { Points } from '../messages.js';

/** A series of numbers that grows: 24 bytes for each point. */
export class Series {
  length = 0;
  #steps = new Float64Array(64);
  #seconds = new Float64Array(64);
  #values = new Float64Array(64);

  append(step: number, seconds: number, value: number): void {
    if (this.length === this.#steps.length) {
      this.#steps = doubled(this.#steps);
      this.#seconds = doubled(this.#seconds);
      this.#values = doubled(this.#values);
    }
    this.#steps[this.length] = step;
    this.#seconds[this.length] = seconds;
    this.#values[this.length] = value;
    this.length++;
  }

  /**
   * The series with few points: of each of equally long stretches the lowest and the highest value, in their order, so that no
   * peak is lost. The last point is always there.
   *
   * @param most the number of points, at least 4
   */
  thinned(most: number): Points {
    if (this.length <= most) return this.#at(Array.from({ length: this.length }, (_, i) => i));
    const stretches = Math.floor((most - 1) / 2);
    const chosen: number[] = [];
    for (let stretch = 0; stretch < stretches; stretch++) {
      const from = Math.floor((stretch * this.length) / stretches);
      const to = Math.floor(((stretch + 1) * this.length) / stretches);
      let [low, high, gap] = [-1, -1, -1];
      for (let i = from; i < to; i++) {
        const value = this.#values[i]!;
        if (!Number.isFinite(value)) gap = i;
        else {
          if (low < 0 || value < this.#values[low]!) low = i;
          if (high < 0 || value > this.#values[high]!) high = i;
        }
      }
      // What is not finite stays visible as a gap.
      const pair = gap >= 0 ? [high, gap] : [low, high];
      for (const i of new Set(pair.sort((a, b) => a - b))) if (i >= 0) chosen.push(i);
    }
    if (chosen.at(-1) !== this.length - 1) chosen.push(this.length - 1);
    return this.#at(chosen);
  }

  #at(indices: readonly number[]): Points {
    const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
    return {
      steps: indices.map((i) => this.#steps[i]!),
      seconds: indices.map((i) => this.#seconds[i]!),
      values: indices.map((i) => finite(this.#values[i]!)),
    };
  }
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const result = new Float64Array(2 * values.length);
  result.set(values);
  return result;
}
