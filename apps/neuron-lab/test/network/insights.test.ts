import { expect, test } from 'vitest';
import { passOf } from '../../src/network/backprop.js';
import { histogram, meanGradients } from '../../src/network/insight-panels.js';
import { FIRST_CONFIG } from '../../src/network/network-config.js';
import { readClassPoints } from '../../src/network/read-class-points.js';

test('points with classes are read from a table, and scaled to the plane', () => {
  const read = readClassPoints('length;width;kind\n1,5;10;b\n2,5;30;a\n3,5;20;b\n');
  expect(read.problem).toBe('');
  expect(read.points).toEqual([
    { x1: -5, x2: -5, label: 1 },
    { x1: 0, x2: 5, label: 0 },
    { x1: 5, x2: 0, label: 1 },
  ]);
  expect(read.note).toBe(
    'Read 3 rows: x₁ is length, x₂ is width, each scaled to the plane; class 1 is a, class 2 is b.',
  );
});

test.each([
  ['', 'There is no row of numbers. Write one point a line: x1, x2, class.'],
  ['1,2\n3,4', 'Two columns of numbers and one of classes are needed: x1, x2, class.'],
  ['1,2,a\n3,x,b\n4,5,b', 'Row 2, column 2 is not a number: “x”.'],
  ['1,2,a\n3,4,\n5,6,b', 'Row 2 has no class in column 3.'],
  ['1,2,a\n3,4,a', 'column 3 has 1 different values; 2 to 4 classes can be learned.'],
  ['1,2,a\n'.repeat(301), 'These are 301 rows; at most 300 fit.'],
])('a table that cannot be learned is refused with a reason: %j', (text, problem) => {
  expect(readClassPoints(text)).toEqual({ points: [], note: '', problem });
});

test('a histogram counts each finite value once, from the negative of the largest on', () => {
  expect(histogram([-2, -1, 0, 1.9, 2, Number.NaN], 4)).toEqual({ low: -2, high: 2, counts: [1, 1, 1, 2] });
});

test('the gradients of the histograms are means over the points', () => {
  const layer = { inputs: 2, units: 1, kernel: Float32Array.of(0.5, -1), bias: Float32Array.of(0.25) };
  const config = { ...FIRST_CONFIG, data: 'plane', hidden: [] } as const;
  const train = [
    { x1: 1, x2: 2, label: 0.5 },
    { x1: -1, x2: 0, label: 0 },
  ];
  const deltas = train.map(
    ({ x1, x2, label }) =>
      passOf([layer], { activation: 'tanh', kind: 'regression' }, { inputs: [x1, x2], label }).deltas[0]![0]!,
  );
  expect(Array.from(meanGradients([layer], config, { train })[0]!)).toEqual([
    (deltas[0]! * 1 + deltas[1]! * -1) / 2,
    (deltas[0]! * 2) / 2,
  ]);
});
