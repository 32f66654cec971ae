import { describe, expect, it } from 'vitest';
import reference from '../../../fixtures/stock-forecast/references.json' with { type: 'json' };
import type { Series } from '../src/data/series.js';
import { compareModels } from '../src/measures/compare-models.js';
import { dieboldMariano } from '../src/measures/diebold-mariano.js';
import { pinballOf, scoreModel } from '../src/measures/score-model.js';
import { walk } from './support/series.js';

describe('the test of Diebold and Mariano', () => {
  const [first, second] = [reference.dieboldMariano.first, reference.dieboldMariano.second].map((all) =>
    Float64Array.from(all),
  ) as [Float64Array, Float64Array];

  it.each(reference.dieboldMariano.tests)('over $horizon steps is that of statsmodels', ({ horizon, ...expected }) => {
    const test = dieboldMariano(first, second, horizon);
    expect(test.difference).toBeCloseTo(expected.difference, 12);
    expect(test.statistic).toBeCloseTo(expected.statistic, 9);
    expect(test.pValue).toBeCloseTo(expected.pValue, 9);
  });

  it('finds no difference between equal forecasts', () => {
    expect(dieboldMariano(first, first, 5)).toEqual({ difference: 0, statistic: 0, pValue: 1 });
  });

  it('takes falling weights where the even ones give no variance', () => {
    const alternating = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    expect(dieboldMariano(alternating, new Float64Array(40), 2).pValue).toBe(1);
  });
});

describe('scores', () => {
  // Each forecast is of one step from step 9, 10 or 11; values 10 and 11 rise, 12 falls.
  const logs = Float64Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2, 4, 3);
  const series: Series = { name: 'it', times: logs.map((_, t) => t), values: logs.map(Math.exp), logs };
  const quantiles = [0, 0.5, 1, 1.5, 2, 0, 0.5, 1, 1.5, 1.9, 0, 0.5, 1, 1.5, 2];
  const fold = { learnedUntil: 9, from: 9, until: 11 };
  const forecasts = [{ seconds: 2, series: [{ name: 'it', origins: [9, 10, 11], quantiles }] }];

  it('are those of a hand', () => {
    const { scores, losses } = scoreModel([series], [fold], { forecasts, horizon: 1 });
    // Log returns 1, 2 and −1; the naive forecast of the past is away by 1.
    expect(scores.mase).toBeCloseTo((0 + 1 + 2) / 3, 12);
    expect(scores.coverage).toBeCloseTo(1 / 3, 12);
    expect(scores.direction).toMatchObject({ share: 2 / 3, count: 3 });
    // 0.1 · 1 + 0.25 · 0.5 + 0 + 0.25 · 0.5 + 0.1 · 1, of 5.
    expect(losses[0]).toBeCloseTo(0.45 / 5, 12);
    expect(scores.pinball).toBeCloseTo((losses[0]! + losses[1]! + losses[2]!) / 3, 12);
    expect([scores.forecasts, scores.times, scores.seconds]).toEqual([3, 3, 2]);
  });

  it('have a pinball loss that is least at the quantiles', () => {
    const { logs: own } = walk(4000);
    const returns = Float64Array.from({ length: 3999 }, (_, t) => own[t + 1]! - own[t]!).sort();
    const at = (level: number): number => returns[Math.floor(level * returns.length)]!;
    const loss = (by: number): number => {
      const forecast = [0.1, 0.25, 0.5, 0.75, 0.9].map((level) => at(level) * by);
      return returns.reduce((sum, value) => sum + pinballOf(value, forecast, 0), 0);
    };
    expect(loss(1)).toBeLessThan(loss(1.2));
    expect(loss(1)).toBeLessThan(loss(0.8));
  });

  it('order models, and test networks against the best baseline', () => {
    const scored = scoreModel([series], [fold], { forecasts, horizon: 1 });
    const worse = {
      ...scored,
      scores: { ...scored.scores, pinball: 1 },
      losses: scored.losses.map((loss) => loss + 1),
    };
    const models = [
      { name: 'a', title: 'a', isNetwork: false, scored: worse },
      { name: 'b', title: 'b', isNetwork: false, scored },
      { name: 'c', title: 'c', isNetwork: true, scored: worse },
    ];
    const [best, ...others] = compareModels(models, 1);
    expect([best?.name, best?.test]).toEqual(['b', null]);
    expect(others.find(({ name }) => name === 'c')?.test?.difference).toBeCloseTo(1, 12);
  });
});
