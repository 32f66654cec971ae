import { describe, expect, it } from 'vitest';
import { drawSeries, expectedReturn, LAGS } from '../src/synthetic/law.js';

describe('the law', () => {
  it('is that of its sentence', () => {
    // The last four returns add up to 2, those before to 4.
    const returns = [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5];
    expect(expectedReturn(returns, LAGS)).toBeCloseTo(Math.tanh((2 / 2) * (4 / 2)), 12);
    expect(
      expectedReturn(
        returns.map((value, i) => (i < 4 ? -value : value)),
        LAGS,
      ),
    ).toBeCloseTo(-Math.tanh(2), 12);
  });

  it('has noise of a variance of 1 beside it, the same for a seed', () => {
    const { logs, expected } = drawSeries(20_000, 1);
    const noise = Float64Array.from({ length: 19_999 }, (_, t) => logs[t + 1]! - logs[t]! - expected[t + 1]!);
    const variance = noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length;
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(drawSeries(100, 1).logs).toEqual(logs.slice(0, 100));
    expect(drawSeries(100, 2).logs).not.toEqual(logs.slice(0, 100));
  });
});
