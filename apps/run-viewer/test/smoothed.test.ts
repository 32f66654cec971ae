import { describe, expect, it } from 'vitest';
import { groupsOf } from '../src/page/groups.js';
import { smoothed } from '../src/page/smoothed.js';

describe('smoothed', () => {
  it('is the moving average of what was there, and keeps gaps', () => {
    expect(smoothed([1, null, 3], 0)).toEqual([1, null, 3]);
    expect(smoothed([2, 2, null, 2], 0.9)).toEqual([2, 2, null, 2]);
    // (0.5 · 0.5 · 1 + 0.5 · 3) / 0.75
    expect(smoothed([1, 3], 0.5)[1]).toBeCloseTo(7 / 3, 12);
  });
});

describe('groupsOf', () => {
  it('groups names by what stands before a slash', () => {
    expect(
      groupsOf([
        ['loss', 'time/data'],
        ['time/update', 'loss', 'step.loss'],
      ]),
    ).toEqual([
      { group: 'training', names: ['loss', 'step.loss'] },
      { group: 'time', names: ['time/data', 'time/update'] },
    ]);
    expect(groupsOf([['a/b']])).toEqual([{ group: 'a', names: ['a/b'] }]);
  });
});
