import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { precisionRecallCurve, rocCurve, toSvg } from '../src/index.js';
import { findAll, parseXml, pathPoints } from './support/parse-xml.js';

// The example of scikit-learn's documentation of roc_auc_score and average_precision_score, with its answers.
const scores = [0.1, 0.4, 0.35, 0.8];
const labels = [0, 0, 1, 1];

function curve(chart: ReturnType<typeof rocCurve>): number[][] {
  const groups = findAll(parseXml(toSvg(chart)), 'g').filter(({ attributes }) => attributes['data-mark'] === 'line');
  return pathPoints(findAll(groups[1]!, 'path')[0]!)[0]!;
}

/** From pixels back to shares: the frame reaches from (34, 300 − 42) to (right, 28). */
function shares(points: readonly number[][]): number[][] {
  const right = Math.max(...points.map(([x]) => x!));
  return points.map(([x, y]) =>
    [(x! - 34) / (right - 34), (258 - y!) / 230].map((share) => Math.round(share * 1000) / 1000),
  );
}

describe('rocCurve', () => {
  test('goes through a point for each threshold', () => {
    const chart = rocCurve(scores, labels);
    expect(shares(curve(chart))).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 0.5],
      [0.5, 1],
      [1, 1],
    ]);
    expect(chart.description).toBe(
      'Area under the curve 0.75 (guessing: 0.5). At the threshold 0.8, where it is farthest from guessing, 50 % of the' +
        ' 2 positives and 0 % of the 2 negatives pass.',
    );
  });

  test('equal scores pass together: all equal is a random classifier', () => {
    const chart = rocCurve([1, 1, 1], [true, false, false]);
    expect(shares(curve(chart))).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(chart.description).toMatch(/^Area under the curve 0\.5 /);
  });

  test('the area is the share of pairs in the right order, ties half', () => {
    const samples = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1 })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(samples, (rows) => {
        const positives = rows.filter(([, label]) => label === 1);
        const negatives = rows.filter(([, label]) => label === 0);
        fc.pre(positives.length > 0 && negatives.length > 0);
        const pairs = positives.flatMap(([p]) => negatives.map(([n]) => (p > n ? 1 : p === n ? 0.5 : 0)));
        const wanted = pairs.reduce((sum: number, pair) => sum + pair, 0) / pairs.length;
        const { description } = rocCurve(
          rows.map(([score]) => score),
          rows.map(([, label]) => label),
        );
        expect(Number(/curve ([\d.]+)/.exec(description)![1])).toBeCloseTo(wanted, 3);
      }),
    );
  });

  test('of many scores only visible points are drawn, and the corners stay', () => {
    const count = 100_000;
    const chart = rocCurve(
      Float32Array.from({ length: count }, (_, i) => i),
      Uint8Array.from({ length: count }, (_, i) => (i * 7919) % 2),
    );
    const points = curve(chart);
    expect(points.length).toBeLessThan(4100);
    expect(shares([points[0]!, points.at(-1)!])).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });
});

describe('precisionRecallCurve', () => {
  test('goes in steps', () => {
    const chart = precisionRecallCurve(scores, labels);
    expect(chart.description).toBe(
      'Average precision 0.8333 (guessing: 0.5, the share of the 2 positives). The best F1 is 0.8, at the threshold 0.35:' +
        ' precision 66.7 %, recall 100 %.',
    );
    const [group] = findAll(parseXml(toSvg(chart)), 'g')
      .filter(({ attributes }) => attributes['data-mark'] === 'line')
      .slice(1);
    const path = findAll(group!, 'path')[0]!.attributes.d!;
    expect(path).toBe('M34,28L34,28L210.11,28L210.11,143L210.11,143L210.11,104.67L386.22,104.67L386.22,143L386.22,143');
  });
});

describe.each([
  ['rocCurve', rocCurve],
  ['precisionRecallCurve', precisionRecallCurve],
] as const)('%s refuses', (name, make) => {
  test.each([
    ['`scores` must have at least 1 number; received [].', [], []],
    ['`scores` must have only finite numbers; received NaN at 1.', [1, NaN], [0, 1]],
    ['`labels` must have 2 elements, as many as scores; received 1.', [1, 2], [0]],
    ['`labels` must have only 0 and 1; received 2 at 1.', [1, 2], [0, 2]],
    ['`labels` must have both 0 and 1; received only 0.', [1, 2], [0, 0]],
    ['`labels` must have both 0 and 1; received only 1.', [1, 2], [1, 1]],
  ])('%s', (message, wrongScores, wrongLabels) => {
    expect(() => make(wrongScores, wrongLabels)).toThrow(`${name}: ${message}`);
  });
});
