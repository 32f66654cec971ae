import { ArgumentError, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import made from '../../../fixtures/tuning/tuning.json' with { type: 'json' };
import {
  choice,
  conditional,
  createStudy,
  type Direction,
  fanova,
  float,
  hypervolume,
  int,
  medianPruner,
  type Pruner,
  patiencePruner,
  pedAnova,
  percentilePruner,
  type Study,
  successiveHalvingPruner,
  thresholdPruner,
  wilcoxonPruner,
} from '../src/index.js';
import { sobolPositions } from '../src/internal/sobol.js';

type Decided = keyof typeof made.pruned;

const pruners: Readonly<Record<Decided, (options: never) => Pruner>> = {
  median: medianPruner,
  'median later': medianPruner,
  percentile: (options) => percentilePruner(25, options),
  'successive halving': successiveHalvingPruner,
  'successive halving later': successiveHalvingPruner,
  // Optuna's wait for one more report.
  patience: (options) => patiencePruner(3 + 1, options),
  'patient median': () => patiencePruner(2 + 1, { pruner: medianPruner() }),
  threshold: thresholdPruner,
  wilcoxon: wilcoxonPruner,
};

/** After how many reports each trial is pruned; 0: it is not. */
async function decisions(pruner: Pruner, sign: 1 | -1): Promise<number[]> {
  const objectives: Direction = sign === 1 ? 'minimize' : 'maximize';
  const study = await createStudy({ x: float(0, 1) }, { pruner, objectives });
  const ends: number[] = [];
  for (const row of made.reports) {
    const trial = (await study.ask())!;
    let end = 0;
    for (let i = 0; i < row.length && end === 0; i++) if (await trial.report(i + 1, sign * row[i]!)) end = i + 1;
    await study.tell(trial, (sign * row.reduce((sum, value) => sum + value, 0)) / row.length);
    ends.push(end);
  }
  return ends;
}

describe.each(Object.keys(pruners) as Decided[])('the pruner %s', (name) => {
  it('decides as that of Optuna about the same reports', async () => {
    const { options, minimize, maximize } = made.pruned[name];
    const pruner = pruners[name](options as never); // of this pruner
    expect(await decisions(pruner, 1)).toEqual(minimize);
    if (maximize !== null) expect(await decisions(pruner, -1)).toEqual(maximize);
  });
});

const space = {
  much: float(0, 1),
  little: float(-3, 5),
  rate: float(1e-4, 1, { log: true }),
  units: int(1, 12),
  kind: conditional({ a: {}, b: {}, c: { momentum: float(0, 0.9) } }),
};
const flat = { ...space, kind: choice(['a', 'b', 'c']) };

describe('importances of the same trials', () => {
  it('are those of Optuna, by pedAnova', async () => {
    const study = await createStudy(space);
    for (const { values, result } of made.trials) {
      const { kind, momentum, ...others } = values as typeof values & { readonly momentum?: number };
      await study.enqueue({ ...others, kind: (kind === 'c' ? { kind, momentum } : { kind }) as never }); // one of them
      await study.tell((await study.ask())!, result);
    }
    const { 'kind.c.momentum': momentum, ...shares } = pedAnova(study);
    expectNear({ ...shares, momentum: momentum! }, made.pedAnova, 2e-6);
  });

  it('are as near to those of Optuna as these are to one another, by fanova', async () => {
    const study = await createStudy(flat);
    for (const { values, result } of made.trials) {
      const { much, little, rate, units, kind } = values;
      await study.enqueue({ much, little, rate, units, kind: kind as 'a' }); // one of them
      await study.tell((await study.ask())!, result);
    }
    const shares = normalized(study);
    for (const [path, { mean }] of Object.entries(made.fanova))
      expect(Math.abs(shares[path]! - mean)).toBeLessThan(0.05);
  });
});

/** Optuna divides by their sum. */
function normalized(study: Study<typeof flat, 'minimize'>): Record<string, number> {
  const shares = Object.entries(fanova(study));
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  return Object.fromEntries(shares.map(([path, share]) => [path, share / total]));
}

function expectNear(actual: Record<string, number>, expected: Record<string, number>, tolerance: number): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [path, share] of Object.entries(expected)) expect(Math.abs(actual[path]! - share)).toBeLessThan(tolerance);
}

describe('hypervolume', () => {
  it.each(made.hypervolumes)('is that of Optuna', ({ points, reference, volume }) => {
    expect(hypervolume(points, reference)).toBeCloseTo(volume, 12);
  });

  it('refuses points of other objectives, and a reference without bounds', async () => {
    const shape = 'hypervolume: `points` must have 2 losses each, as the reference; received 1.';
    await expectError(() => hypervolume([[1]], [2, 2]), ShapeError, shape);
    const bound = 'hypervolume: `reference[1]` must be a finite number; received Infinity.';
    await expectError(() => hypervolume([], [2, Number.POSITIVE_INFINITY]), ArgumentError, bound);
  });
});

describe('Sobol', () => {
  it('has the first points of SciPy, in the order of their numbers, moved as a whole', () => {
    const axes = made.sobol[0]!.length;
    const bits = (value: number): number => value * 2 ** 32;
    const first = sobolPositions(axes, { index: 0, seed: 5 });
    for (let index = 0; index < made.sobol.length; index++) {
      const gray = made.sobol.findIndex((_, i) => (i ^ (i >> 1)) === index);
      const own = sobolPositions(axes, { index, seed: 5 }).map(
        (value, axis) => (bits(value) ^ bits(first[axis]!)) >>> 0,
      );
      expect([...own]).toEqual(made.sobol[gray]!.map((value) => Math.round(bits(value))));
    }
  });
});
