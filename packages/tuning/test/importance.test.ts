import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { choice, createStudy, fanova, float, int, optimize, pedAnova, randomSampler } from '../src/index.js';

const space = {
  much: float(0, 1),
  little: float(0, 1),
  none: int(1, 9),
  kind: choice(['a', 'b', 'c']),
  one: int(2, 2),
};

async function studied() {
  const study = await createStudy(space, { sampler: randomSampler() });
  await optimize(
    study,
    ({ values: { much, little, kind } }) => 4 * (much - 0.3) ** 2 + 0.3 * little + (kind === 'b' ? 0 : 0.5),
    { trials: 120 },
  );
  return study;
}

describe('importance', () => {
  it('of a function without interactions is its part of the variance, by fanova', async () => {
    const shares = fanova(await studied());
    expect(Object.keys(shares).slice(0, 2)).toEqual(['much', 'kind']);
    // Var of 4 (x − 0.3)² over [0, 1] is 0.336, of 0.3 x 0.0075, of the choice 0.0556.
    expect(shares.much).toBeGreaterThan(0.6);
    expect(shares.kind).toBeGreaterThan(0.04);
    expect(shares.little).toBeLessThan(0.1);
    expect(shares.none).toBeLessThan(0.08);
    expect(shares.one).toBe(0);
    expect(Object.values(shares).reduce((sum, share) => sum + share)).toBeLessThanOrEqual(1);
  });

  it('is how far the good trials differ from all, by pedAnova', async () => {
    const shares = pedAnova(await studied());
    expect(new Set(Object.keys(shares).slice(0, 2))).toEqual(new Set(['much', 'kind']));
    expect(shares.one).toBe(0);
    expect(shares.none).toBeLessThan(0.2);
    expect(Object.values(shares).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
  });

  it('needs trials and one objective', async () => {
    const few = await createStudy({ x: float(0, 1) });
    await optimize(few, () => 0, { trials: 3 });
    await expectError(
      () => pedAnova(few),
      ArgumentError,
      'pedAnova: it needs at least 4 complete trials; there are 3.',
    );
    const several = await createStudy({ x: float(0, 1) }, { objectives: { a: 'minimize', b: 'minimize' } });
    await expectError(
      () => fanova(several),
      ArgumentError,
      'fanova: the study has several objectives. Study one of them alone.',
    );
    await expectError(
      () => fanova({} as never),
      ArgumentError,
      'fanova: `study` must be a study of createStudy; received an empty object.',
    );
    await expectError(
      () => pedAnova(few, { targetQuantile: 1 }),
      ArgumentError,
      'pedAnova: `targetQuantile` must be a finite number above 0 and below 1; received 1.',
    );
  });
});
