import { expect, it } from 'vitest';
import { nearestRows } from '../src/neighbors/nearest-rows.js';

const rows = { rows: 4, columns: 1, data: Float32Array.of(5, 1, 3, 1) };

it('the nearest rows come first, of equal ones the first', () => {
  expect(nearestRows(rows, { rows: 2, columns: 1, data: Float32Array.of(0, 4.5) }, 3)).toEqual(
    Int32Array.of(1, 3, 2, 0, 2, 1),
  );
  const plane = { rows: 3, columns: 2, data: Float64Array.of(0, 0, 3, 0, 0, 2) };
  expect(nearestRows(plane, { rows: 1, columns: 2, data: Float64Array.of(0, 1.5) }, 3)).toEqual(Int32Array.of(2, 0, 1));
});

it.each([
  [() => nearestRows(rows, rows, 5), 'nearestRows: `count` must be an integer from 1 to 4; received 5.'],
  [
    () => nearestRows(rows, { rows: 1, columns: 2, data: Float64Array.of(0, 1) }, 1),
    'nearestRows: `queries` must have 1 columns, as the rows have; received 2.',
  ],
])('refuses what does not fit: %s', (call, message) => {
  expect(call).toThrow(message);
});
