import { describe, expect, it } from 'vitest';
import reference from '../../../fixtures/stock-forecast/references.json' with { type: 'json' };
import { BASELINES } from '../src/forecasters/all.js';
import { autoregression, learnAutoregression, returnsOf } from '../src/forecasters/autoregression.js';
import { learnSmoothing, smooth } from '../src/forecasters/exponential-smoothing.js';
import { LEVELS, MEDIAN } from '../src/forecasters/forecaster.js';
import { scalesOf } from '../src/forecasters/scales.js';
import { drift, naive, seasonalNaive } from '../src/forecasters/simple.js';
import { windowsAt } from '../src/forecasters/windows.js';
import { SMALL, walk } from './support/series.js';

const logs = Float64Array.from(reference.logs);
const last = Uint32Array.of(logs.length - 1);
const five = { ...SMALL, horizon: 5 };

describe('autoregression', () => {
  it('is that of statsmodels, with the number of lags that its criterion takes', () => {
    const { constant, coefficients } = learnAutoregression(returnsOf(logs), 10);
    expect(coefficients).toHaveLength(reference.autoregression.coefficients.length);
    for (const [i, expected] of reference.autoregression.coefficients.entries()) {
      expect(coefficients[i]).toBeCloseTo(expected, 9);
    }
    expect(constant).toBeCloseTo(reference.autoregression.constant, 11);
  });

  it('forecasts as statsmodels does', async () => {
    const [points] = await autoregression.learn([logs], five);
    const forecast = points!(logs, last);
    for (const [h, expected] of reference.autoregression.forecast.entries())
      expect(forecast[h]).toBeCloseTo(expected, 9);
  });
});

describe('exponential smoothing', () => {
  const { smoothing, squares, forecast } = reference.exponentialSmoothing;

  it('has the errors and the forecast of statsmodels', () => {
    const states = smooth(logs, smoothing);
    expect(states.squares).toBeCloseTo(squares, 10);
    let sum = 0;
    for (const [h, expected] of forecast.entries()) {
      sum += smoothing.damping ** (h + 1);
      expect(states.levels.at(-1)! + sum * states.trends.at(-1)! - logs.at(-1)!).toBeCloseTo(expected, 9);
    }
  });

  it('learns a smoothing with smaller squares than those beside it', () => {
    const best = learnSmoothing(logs);
    const least = smooth(logs, best).squares;
    expect(least).toBeLessThan(squares);
    for (const [name, value] of Object.entries(best)) {
      for (const by of [-0.02, 0.02]) {
        const beside = { ...best, [name]: Math.min(1, Math.max(0, value + by)) };
        expect(smooth(logs, beside).squares).toBeGreaterThanOrEqual(least * (1 - 1e-6));
      }
    }
  });
});

describe('simple forecasts', () => {
  const values = Float64Array.of(0, 1, 2, 3, 5, 8);
  const of = async (method: typeof naive) =>
    Array.from((await method.learn([values], { ...SMALL, season: 2 }))[0]!(values, Uint32Array.of(5)));

  it('repeat the last value, its drift, or that of a season before', async () => {
    expect(await of(naive)).toEqual([0, 0, 0]);
    expect(await of(drift)).toEqual([1.6, 3.2, expect.closeTo(4.8, 12)]);
    // 5, 8, 5 after 8.
    expect(await of(seasonalNaive)).toEqual([-3, 0, -3]);
  });
});

describe('baselines', () => {
  const past = walk(400).logs;

  it.each(BASELINES)('$title gives quantiles in order', async (forecaster) => {
    const learned = await forecaster.learn([past], SMALL);
    const quantiles = await learned.forecast({ series: 0, logs: past, origins: Uint32Array.of(200, 399) });
    expect(quantiles).toHaveLength(2 * 3 * LEVELS.length);
    for (let at = 0; at < quantiles.length; at += LEVELS.length) {
      const own = [...quantiles.subarray(at, at + LEVELS.length)];
      expect(own).toEqual(own.toSorted((a, b) => a - b));
      expect(own[0]).toBeLessThan(own[LEVELS.length - 1]!);
    }
  });

  it('have bands that hold 80 % of a random walk that comes later', async () => {
    const all = walk(1400, 3).logs;
    const learned = await BASELINES[0]!.learn([all.slice(0, 700)], SMALL);
    const origins = Uint32Array.from({ length: 690 }, (_, i) => 700 + i);
    const quantiles = await learned.forecast({ series: 0, logs: all, origins });
    const held = origins.filter((origin, i) => {
      const actual = all[origin + 1]! - all[origin]!;
      return actual >= quantiles[i * 15]! && actual <= quantiles[i * 15 + LEVELS.length - 1]!;
    });
    expect(quantiles[MEDIAN]).toBe(0);
    expect(held.length / origins.length).toBeGreaterThan(0.75);
    expect(held.length / origins.length).toBeLessThan(0.85);
  });
});

it('windows are the returns until the origin, in units of the volatility there', () => {
  const { logs: own } = walk(60);
  const scales = scalesOf(own, 0.01, 'volatility');
  const { x } = windowsAt(own, Uint32Array.of(40), SMALL, scales);
  expect(x).toHaveLength(8 * 4);
  expect(x[7 * 4]).toBeCloseTo((own[40]! - own[39]!) / scales.at[40]!, 5);
  expect(x[0]).toBeCloseTo((own[33]! - own[32]!) / scales.at[40]!, 5);
  expect(x[7 * 4 + 2]).toBe(0);
});
