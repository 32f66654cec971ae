import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  createStudy,
  float,
  hyperbandPruner,
  medianPruner,
  optimize,
  type Pruner,
  patiencePruner,
  percentilePruner,
  randomSampler,
  successiveHalvingPruner,
  thresholdPruner,
  wilcoxonPruner,
} from '../src/index.js';

/** A trial for each row of losses, at steps 1, 2 …; gives how far each came. */
async function play(pruner: Pruner, rows: readonly (readonly number[])[]): Promise<number[]> {
  const study = await createStudy({ x: float(0, 1) }, { pruner, sampler: randomSampler() });
  await optimize(
    study,
    async (trial) => {
      const losses = rows[trial.number]!;
      for (const [i, loss] of losses.entries()) if (await trial.report(i + 1, loss)) break;
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    },
    { trials: rows.length },
  );
  return study.trials.map(({ reports, state }) => (state === 'pruned' ? reports.length : Number.POSITIVE_INFINITY));
}

const NEVER = Number.POSITIVE_INFINITY;

describe('pruners', () => {
  it('median: ends what is worse than the median at the same step', async () => {
    const rows = [
      [1, 1, 1],
      [2, 2, 2],
      [3, 3, 3],
      [2.5, 1.5, 0],
      [2, 2.5, 2.5],
      [Number.NaN, 0],
    ];
    expect(await play(medianPruner({ startup: 3 }), rows)).toEqual([NEVER, NEVER, NEVER, 1, NEVER, 1]);
    expect(await play(medianPruner({ startup: 3, warmup: 2 }), rows)).toEqual([NEVER, NEVER, NEVER, NEVER, 2, NEVER]);
    expect(await play(medianPruner({ startup: 4 }), rows.slice(0, 4))).toEqual([NEVER, NEVER, NEVER, NEVER]);
  });

  it('percentile: keeps the best part', async () => {
    const rows = [[1], [2], [3], [4], [5], [2.1, 0], [1.9, 0]];
    expect(await play(percentilePruner(25), rows)).toEqual([NEVER, NEVER, NEVER, NEVER, NEVER, 1, NEVER]);
  });

  it('successive halving: one of three goes on from each rung', async () => {
    const rows = [...[5, 4, 3, 2, 1], ...[2.5, 0.5]].map((loss) => new Array(9).fill(loss));
    // Who is the best so far goes on; 2.5 is third of six, of whom two go on.
    expect(await play(successiveHalvingPruner(), rows)).toEqual([NEVER, NEVER, NEVER, NEVER, NEVER, 1, NEVER]);
    const worse = [1, 2, 3, 4, 5, 6].map((loss) => new Array(9).fill(loss));
    expect(await play(successiveHalvingPruner(), worse)).toEqual([NEVER, 1, 1, 1, 1, 1]);
    expect(await play(successiveHalvingPruner({ minSteps: 2, skip: 1 }), worse)).toEqual([NEVER, 6, 6, 6, 6, 6]);
    // At its end a whole trial has nothing to be pruned of.
    expect(await play(successiveHalvingPruner({ skip: 2, maxSteps: 9 }), worse)).toEqual(worse.map(() => NEVER));
  });

  it('hyperband: trials of other brackets are left alone for longer', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => new Array(9).fill(i));
    const ends = await play(hyperbandPruner({ maxSteps: 9 }), rows);
    expect(new Set(ends)).toEqual(new Set([NEVER, 1, 3]));
    expect(ends.filter((end) => end === 1).length).toBeGreaterThan(ends.filter((end) => end === 3).length);
  });

  it('patience: waits for some reports, then ends or asks another one', async () => {
    const rows = [
      [3, 2, 2, 2, 2],
      [3, 2, 1, 0, 0],
      [Number.NaN, Number.NaN, Number.NaN],
    ];
    expect(await play(patiencePruner(2), rows)).toEqual([4, NEVER, 3]);
    expect(await play(patiencePruner(2, { minDelta: 1 }), rows)).toEqual([3, 5, 3]);
    const never: Pruner = { name: 'never', shouldPrune: () => false };
    expect(await play(patiencePruner(2, { pruner: never }), rows)).toEqual([NEVER, NEVER, NEVER]);
  });

  it('threshold: ends what is out of bounds, or NaN', async () => {
    const rows = [
      [1, 11],
      [1, Number.NaN],
      [0, -1],
      [11, 1],
    ];
    expect(await play(thresholdPruner({ upper: 10, lower: 0 }), rows)).toEqual([2, 2, 2, 1]);
    expect(await play(thresholdPruner({ upper: 10, warmup: 2 }), rows)).toEqual([2, 2, NEVER, NEVER]);
  });

  it('wilcoxon: ends what is worse than the best beyond chance', async () => {
    const best = [8, 5, 7, 2, 6, 3, 4, 1];
    const worse = best.map((loss) => loss + 0.5 + loss / 100);
    const noisy = best.map((loss, i) => loss + (i % 2 === 0 ? 0.7 + i / 100 : -0.5 - i / 100));
    // With n equal signs the probability is 1 / 2ⁿ: 1/16 is the first below 0.1.
    expect(await play(wilcoxonPruner(), [best, worse, noisy])).toEqual([NEVER, 4, NEVER]);
    expect(await play(wilcoxonPruner({ significance: 0.01 }), [best, worse])).toEqual([NEVER, 7]);
  });

  it.each<readonly [string, () => unknown, string]>([
    [
      'percentile',
      () => percentilePruner(0),
      'percentilePruner: `percent` must be a finite number above 0 and of at most 100; received 0.',
    ],
    ['median', () => medianPruner({ every: 0 }), 'medianPruner: `every` must be an integer of at least 1; received 0.'],
    [
      'halving',
      () => successiveHalvingPruner({ reductionFactor: 1 }),
      'successiveHalvingPruner: `reductionFactor` must be an integer of at least 2; received 1.',
    ],
    [
      'hyperband',
      () => hyperbandPruner({ maxSteps: 0 }),
      'hyperbandPruner: `maxSteps` must be an integer of at least 1; received 0.',
    ],
    ['patience', () => patiencePruner(0), 'patiencePruner: `reports` must be an integer of at least 1; received 0.'],
    ['threshold', () => thresholdPruner({}), 'thresholdPruner: it needs `lower` or `upper`.'],
    [
      'wilcoxon',
      () => wilcoxonPruner({ significance: 1 }),
      'wilcoxonPruner: `significance` must be a finite number above 0 and below 1; received 1.',
    ],
  ])('refuse a wrong option: %s', async (_, call, message) => {
    await expectError(call, ArgumentError, message);
  });
});
