import type { Table } from '@neurite/core';
import { CHANNELS } from './windows.js';

/** Over so many of the last steps sizes are averaged. */
const SPANS = [5, 20];

/** Windows as rows of numbers for models of tables: every log return, mean sizes over the last steps, and the volatility. */
export function windowTable(x: Float32Array, window: number): Table {
  const rows = x.length / (window * CHANNELS);
  const spans = [...SPANS.filter((span) => span < window), window];
  const columns = window + spans.length + 1;
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const own = x.subarray(row * window * CHANNELS, (row + 1) * window * CHANNELS);
    let to = row * columns;
    for (let t = 0; t < window; t++) data[to++] = own[t * CHANNELS]!;
    for (const span of spans) {
      let sum = 0;
      for (let t = window - span; t < window; t++) sum += own[t * CHANNELS + 1]!;
      data[to++] = sum / span;
    }
    data[to] = own[CHANNELS - 1]!;
  }
  return { rows, columns, data };
}
