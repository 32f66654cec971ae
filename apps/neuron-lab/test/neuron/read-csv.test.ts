import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Point } from '../../src/neuron/points.js';
import { readCsv } from '../../src/neuron/read-csv.js';
import { writeCsv } from '../../src/neuron/write-csv.js';

const pairs = (points: readonly Point[]): number[][] => points.map(({ x, y }) => [x, y]);
const read = (text: string): number[][] => pairs(readCsv(text).points);
const note = (text: string): string => readCsv(text).note;
const problem = (text: string): string => readCsv(text).problem;

test('the separator and decimal commas are recognized, and said', () => {
  for (const [text, points, words] of [
    [
      '1,2\n-3.5,4e2\n',
      [
        [1, 2],
        [-3.5, 400],
      ],
      'Read 2 rows: x is column 1, y is column 2; separated by commas.',
    ],
    [
      '1,5;2,5\n2,5;4,1',
      [
        [1.5, 2.5],
        [2.5, 4.1],
      ],
      'separated by semicolons, with decimal commas.',
    ],
    [
      '1 2\n2 4',
      [
        [1, 2],
        [2, 4],
      ],
      'separated by spaces.',
    ],
    [
      '1,5  2,5\n 2  4,1',
      [
        [1.5, 2.5],
        [2, 4.1],
      ],
      'separated by spaces, with decimal commas.',
    ],
    [
      '1, 2\n2, 4',
      [
        [1, 2],
        [2, 4],
      ],
      'separated by commas.',
    ],
    ['x\ty\n1,5\t−2', [[1.5, -2]], 'separated by tabs, with decimal commas.'],
    ['"1,5","2,5"', [[1.5, 2.5]], 'separated by commas, with decimal commas.'],
    ['\uFEFF.5|+1.', [[0.5, 1]], 'separated by bars.'],
  ] as const) {
    expect([text, read(text), note(text)]).toEqual([text, points, expect.stringContaining(words)]);
  }
});

test('a first row without numbers is the heading; of several columns the first two with numbers are used', () => {
  expect(note('name\tx\ty\nfirst\t1\t2\n\nsecond\t3\t4')).toBe(
    'Read 2 rows: x is column 2 (x), y is column 3 (y) of 3; separated by tabs.',
  );
  const { columns, used, points, note: words } = readCsv('hour;sales;costs\n1;2;7\n2;5;8');
  expect({ columns, used }).toEqual({ columns: ['hour', 'sales', 'costs'], used: [0, 1] });
  expect(pairs(points)).toEqual([
    [1, 2],
    [2, 5],
  ]);
  expect(words).toBe('Read 2 rows: x is column 1 (hour), y is column 2 (sales) of 3; separated by semicolons.');
  expect(pairs(readCsv('hour;sales;costs\n1;2;7\n2;5;8', [2, 0]).points)).toEqual([
    [7, 1],
    [8, 2],
  ]);
  // A choice that another text does not have.
  expect(read('1;2\n2;5')).toEqual(pairs(readCsv('1;2\n2;5', [4, 0]).points));
});

test('a cell that is not a number is refused by its row and column', () => {
  for (const [text, words] of [
    ['1,,3', 'Row 1 has nothing in column 2.'],
    ['1,2\n\n3', 'Row 3 has nothing in column 2.'],
    ['x,y\n1,2\n,4', 'Row 3 has nothing in column 1.'],
    ['0x10,2', 'Row 1, column 1 is not a number: “0x10”.'],
    ['1,2,3\n1,x,3\n1,4,3', 'Row 2, column 2 is not a number: “x”.'],
    ['1;Infinity', 'Row 1, column 2 is not a number: “Infinity”.'],
    ['1.234,5;2', 'Row 1, column 1 is not a number: “1.234,5”.'],
    ['1,5;2.5', 'Row 1, column 1 is not a number: “1,5”.'],
    ['1,1e300', 'Row 1, column 2 is too large to learn from: “1e300”. At most 10³⁰ can be used.'],
    ['1,2\n1,5,2\n2,4', 'Row 2 has 3 cells and the first row 2, where commas separate them. With decimal commas,'],
    ['7\n8', 'Row 1 has one number only: “7”.'],
    ['x,y', 'There is no row of numbers.'],
    ['', 'There is no row of numbers.'],
    ['1,2\n'.repeat(201), 'These are 201 rows; at most 200 fit.'],
  ] as const) {
    expect([text, problem(text)]).toEqual([text, expect.stringContaining(words)]);
    expect(read(text)).toEqual([]);
  }
});

test('what is written is read again', () => {
  const number = fc.double({ min: -1e30, max: 1e30, noNaN: true }).map((value) => value + 0);
  const points = fc.array(fc.record({ x: number, y: number }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(points, (some) => {
      expect(readCsv(writeCsv(some)).points).toEqual(some);
    }),
  );
});
