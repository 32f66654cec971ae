import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { fromIterable, interleave } from '../src/index.js';

const [a, b, c] = [fromIterable(['a1', 'a2', 'a3', 'a4']), fromIterable(['b1']), fromIterable(['c1', 'c2'])];

describe('interleave', () => {
  it('takes turns, and goes on with those that have not ended', async () => {
    const data = interleave([a, b, c]);
    expect(await data.toArray()).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3', 'a4']);
    expect(data.size).toBe(7);
  });

  it('takes several in a row, and stops at the first end where asked', async () => {
    expect(await interleave([a, c], { block: 2 }).toArray()).toEqual(['a1', 'a2', 'c1', 'c2', 'a3', 'a4']);
    expect(await interleave([a, b, c], { until: 'first' }).toArray()).toEqual(['a1', 'b1', 'c1', 'a2']);
  });

  it('draws by weights, anew in each epoch, the same for the same seed', async () => {
    const endless = [0, 1, 2].map((n) => fromIterable([n]).repeat());
    const data = interleave(endless, { weights: [1, 2, 5] }).take(8000);
    const counts = [0, 0, 0];
    const drawn = await data.toArray({ seed: 1 });
    for (const n of drawn) counts[n]!++;
    // Five standard deviations of a binomial.
    for (const [i, p] of [1 / 8, 2 / 8, 5 / 8].entries()) {
      expect(Math.abs(counts[i]! - 8000 * p)).toBeLessThan(5 * Math.sqrt(8000 * p * (1 - p)));
    }
    expect(await data.take(50).toArray({ seed: 1 })).toEqual(drawn.slice(0, 50));
    expect(await data.take(50).toArray({ seed: 1, epoch: 1 })).not.toEqual(drawn.slice(0, 50));
  });

  it.each([
    [[], {}, '`datasets` must hold at least one; received none.'],
    [[a, b], { weights: [1, 0] }, '`weights` must be 2 finite numbers above 0, one for each dataset; received 1, 0.'],
    [[a], { block: 0 }, '`block` must be an integer of at least 1; received 0.'],
  ])('refuses %#', async (datasets, options, message) => {
    await expectError(() => interleave(datasets, options), ArgumentError, `interleave: ${message}`);
  });
});
