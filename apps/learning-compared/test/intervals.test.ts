import { describe, expect, it } from 'vitest';
import { bestOf, differenceOf, groupsOf, sizesOf } from '../src/statistics/groups.js';
import { apart, meanInterval, shareInterval, verdictOf } from '../src/statistics/intervals.js';
import { cells } from './support/results.js';

describe('intervals', () => {
  it('of a mean are those of Student', () => {
    const { mean, lower, upper } = meanInterval([1, 2, 3, 4, 5]);
    // 2.7764451052 · √(2.5 / 5)
    expect([mean, lower, upper]).toEqual([3, expect.closeTo(3 - 1.963243, 5), expect.closeTo(3 + 1.963243, 5)]);
    expect(meanInterval([0.5])).toEqual({ mean: 0.5, lower: -Infinity, upper: Infinity });
    expect(meanInterval([2, 2, 2])).toEqual({ mean: 2, lower: 2, upper: 2 });
    // 4.3026527 · (0.1 / √12) / √3: runs that agree are not known any better than to 0.1.
    expect(meanInterval([2, 2, 2], 0.1).upper).toBeCloseTo(2 + 0.0717109, 6);
    expect(meanInterval([1, 2, 3], 0.1)).toEqual(meanInterval([1, 2, 3]));
  });

  it('of a share are those of Clopper and Pearson', () => {
    const { mean, lower, upper } = shareInterval(8, 10);
    expect([mean, lower, upper]).toEqual([0.8, expect.closeTo(0.4439045, 6), expect.closeTo(0.9747893, 6)]);
    expect(shareInterval(0, 10)).toMatchObject({ lower: 0, upper: expect.closeTo(0.3084971, 6) });
    expect(shareInterval(10, 10)).toMatchObject({ upper: 1, lower: expect.closeTo(0.6915029, 6) });
  });

  it('say which is larger, or that none is', () => {
    expect(verdictOf({ mean: 1, lower: 0.1, upper: 2 })).toBe('first');
    expect(verdictOf({ mean: -1, lower: -2, upper: -0.1 })).toBe('second');
    expect(verdictOf({ mean: 1, lower: -0.1, upper: 2 })).toBe('neither');
    expect(verdictOf(meanInterval([5]))).toBe('neither');
    const low = { mean: 1, lower: 0.5, upper: 1.5 };
    const high = { mean: 2, lower: 1.6, upper: 2.4 };
    expect([apart(low, high), apart(high, low), apart(low, low)]).toEqual(['second', 'first', 'neither']);
  });
});

describe('groups', () => {
  const all = [
    ...cells({ dataSet: 'digits', model: 'randomForest', inputs: 'raw', samples: 50 }, [0.5, 0.6, 0.7]),
    ...cells({ dataSet: 'digits', model: 'randomForest', inputs: 'features', samples: 50 }, [0.8, 0.6]),
    ...cells({ dataSet: 'digits', model: 'dense', inputs: 'raw', samples: 100 }, [0.9, 0.9]),
    ...cells({ dataSet: 'pets', model: 'dense', inputs: 'raw', samples: 50 }, [0.5]),
  ];

  it('hold the seeds of a model on inputs with a number of samples', () => {
    const groups = groupsOf(all, 'digits');
    expect(groups.map(({ cells: own }) => own.length)).toEqual([3, 2, 2]);
    expect(groups[0]!.accuracy.mean).toBeCloseTo(0.6, 12);
    expect(sizesOf(groups)).toEqual([50, 100]);
  });

  it('the best of a side is that with the highest mean', () => {
    const groups = groupsOf(all, 'digits');
    expect(bestOf(groups, 'classical', 50)).toBe(groups[1]);
    expect(bestOf(groups, 'raw', 50)).toBe(groups[0]);
    expect(bestOf(groups, 'network', 100)).toBe(groups[2]);
    expect(bestOf(groups, 'network', 50)).toBeUndefined();
  });

  it('are compared seed by seed', () => {
    const [raw, made] = groupsOf(all, 'digits');
    expect(differenceOf(made!, raw!).mean).toBeCloseTo((0.3 + 0) / 2, 12);
  });
});
