import { hostArray } from '@neurite/core';
import { expect, it } from 'vitest';
import { asDrawn } from '../src/as-drawn.js';
import { prepareDigit } from '../src/digit-image.js';

const y = hostArray(Int32Array.of(1), []);
/** A bar of 16 × 4 pixels in a corner, with a faint border. */
const bar = Float32Array.from({ length: 784 }, (_, i) => {
  const [row, column] = [Math.floor(i / 28), i % 28];
  if (row < 1 || row > 18 || column < 1 || column > 6) return 0;
  return row === 1 || row === 18 || column === 1 || column === 6 ? 0.1 : 1;
});

it('makes of a digit what is made of a drawing of it: dark on light or light on dark, 20 pixels high, in the middle', () => {
  const sample = asDrawn({ x: hostArray(bar, [28, 28, 1]), y });
  const drawing = { width: 28, height: 28, data: bar.map((ink) => 1 - ink) };
  expect([...sample.x.data]).toEqual([...prepareDigit(drawing)!.image]);
  expect(sample.x.shape).toEqual([28, 28, 1]);
  const rows = new Set(Array.from(sample.x.data, (ink, i) => (ink > 0 ? Math.floor(i / 28) : -1)));
  expect([rows.delete(-1), rows.size]).toEqual([true, 20]);
  expect(sample.y).toBe(y);
});

it('leaves an image without ink as it is', () => {
  const empty = { x: hostArray(new Float32Array(784), [28, 28, 1]), y };
  expect(asDrawn(empty)).toBe(empty);
});
