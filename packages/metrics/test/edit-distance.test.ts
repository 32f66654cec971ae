import { ArgumentError, type HostValue, hostArray, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from '../src/index.js';

const tokens = (...rows: readonly number[][]) =>
  hostArray(Int32Array.from(rows.flat()), [rows.length, rows[0]!.length]);

function rate(
  predictions: HostValue,
  targets: HostValue,
  { weights, padding }: { weights?: HostValue; padding?: number } = {},
) {
  const metric = editDistance(padding === undefined ? {} : { padding });
  return metric.value(metric.add(metric.start(), predictions, targets, { weights }));
}

describe('editDistance', () => {
  it.each<[number[], number[], number]>([
    [[1, 2, 3], [1, 2, 3], 0],
    [[1, 2, 3, 9], [1, 3, 9, 9], 2],
    [[5, 5, 5], [1, 2, 3], 3],
    // k i t t e n · s i t t i n g
    [[11, 9, 20, 20, 5, 14, 0], [19, 9, 20, 20, 9, 14, 7], 3],
  ])('from %j to %j is %d', (from, to, edits) => {
    expect(rate(tokens(from), tokens(to), { padding: 0 })).toBeCloseTo(
      edits / to.filter((token) => token !== 0).length,
      12,
    );
  });

  it('is symmetric, 0 for equals, and at most the longer length', () => {
    const sequence = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        const edits = rate(tokens(a), tokens(b)) * b.length;
        expect(edits).toBeCloseTo(rate(tokens(b), tokens(a)) * a.length, 9);
        expect(edits).toBeLessThanOrEqual(Math.max(a.length, b.length) + 1e-9);
        expect(edits).toBeGreaterThanOrEqual(Math.abs(a.length - b.length) - 1e-9);
        expect(rate(tokens(a), tokens(a))).toBe(0);
      }),
    );
  });

  it('adds up edits and tokens over batches, by weights', () => {
    const metric = editDistance({ padding: 0 });
    const first = metric.add(metric.start(), tokens([1, 2, 0], [7, 7, 7]), tokens([1, 3, 4], [1, 1, 1]), {
      weights: hostArray(Float32Array.of(1, 0)),
    });
    expect(first).toEqual({ edits: 2, tokens: 3 });
    const both = metric.add(first, tokens([5]), tokens([5]), { weights: hostArray(Int32Array.of(3)) });
    expect(metric.value(both)).toBe(2 / 6);
    expect(metric.value(metric.start())).toBe(0);
  });

  it('takes scores, of which the highest counts', () => {
    const scores = hostArray(Float32Array.of(0, 3, 1, 5, 1, 2, 1, 0, 0, 1, 1, 0), [1, 4, 3]);
    expect(rate(scores, tokens([1, 0, 0, 0]))).toBe(0);
  });

  it('tells what it does not take', async () => {
    const one = tokens([1, 2]);
    await expectError(
      () => editDistance({ padding: 0.5 }),
      ArgumentError,
      'editDistance: `padding` must be an integer; received 0.5.',
    );
    await expectError(
      () => rate(one, hostArray(Int32Array.of(1))),
      ShapeError,
      'editDistance: `targets` must have shape [batch, time]; received [1].',
    );
    await expectError(
      () => rate(tokens([1], [2]), one),
      ShapeError,
      'editDistance: `predictions` must have as many sequences as `targets`, 1; received 2.',
    );
    await expectError(
      () => rate([one], one),
      ArgumentError,
      'editDistance: `predictions` must be a host array; received a list or a record.',
    );
    await expectError(
      () => rate(one, one, { weights: hostArray(Float32Array.of(-1)) }),
      ArgumentError,
      'editDistance: `weights` must be at least 0; received -1.',
    );
    await expectError(
      () => rate(one, one, { weights: hostArray(Float32Array.of(1, 1)) }),
      ShapeError,
      'editDistance: `weights` must have shape [1]; received [2].',
    );
  });
});
