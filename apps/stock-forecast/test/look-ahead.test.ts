import { useWasm } from '@neurite/backend-wasm';
import { expectNoLeak } from '@neurite/testing';
import { removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Series } from '../src/data/series.js';
import { evaluateFold } from '../src/evaluation/evaluate-fold.js';
import { foldsOf, originsOf, pastOf } from '../src/evaluation/folds.js';
import { findLookAhead } from '../src/evaluation/look-ahead.js';
import { FORECASTERS } from '../src/forecasters/all.js';
import { type Points, withBands } from '../src/forecasters/bands.js';
import type { Forecaster } from '../src/forecasters/forecaster.js';
import { SMALL, walk } from './support/series.js';

const series = [walk(150), walk(90, 2)];
const [, fold] = foldsOf(series, { folds: 2, size: 12, horizon: SMALL.horizon });

beforeAll(async () => void (await useWasm()));
afterAll(() => removeBackend('wasm'));

describe('folds', () => {
  it('learn from what was before them, and forecast where it is known what came', () => {
    const folds = foldsOf(series, { folds: 2, size: 12, horizon: 3 });
    const [first, second] = folds.map((one) => originsOf(series[0]!, one, 3)) as [Uint32Array, Uint32Array];
    // 150 steps: the last origin is 146, whose last target is 149.
    expect([first[0], first.at(-1), second[0], second.at(-1)]).toEqual([123, 134, 135, 146]);
    expect(pastOf(series[0]!, folds[0]!.learnedUntil)).toEqual(series[0]!.logs.slice(0, 124));
    // A series that ended before has no origin there.
    expect(originsOf(series[1]!, folds[0]!, 3)).toHaveLength(0);
  });
});

const find = (forecasterOf: (own: readonly Series[]) => Forecaster) =>
  findLookAhead((own) => evaluateFold(forecasterOf(own), own, fold!, SMALL), [series[0]!], fold!);

describe('look-ahead', () => {
  // A run looks into all of them.
  it.each(FORECASTERS.filter(({ name }) => ['ridge', 'boosting', 'lstm'].includes(name)))(
    'is not in $title',
    async (forecaster) => {
      expect(await find(() => forecaster)).toBeUndefined();
    },
  );

  it('is found where something was learned from the whole series before it was divided', async () => {
    const planted = ([own]: readonly Series[]): Forecaster =>
      pointForecaster((_, _origin, h) => (h * (own!.logs.at(-1)! - own!.logs[0]!)) / own!.logs.length);
    expect(await find(planted)).toEqual({ series: 'walk 1', origin: 135 });
  });

  it('is found in inputs that reach one step beyond their origin', async () => {
    const planted = pointForecaster((logs, origin) =>
      origin < 138 ? 0 : (logs[origin + 1] ?? logs[origin]!) - logs[origin]!,
    );
    // The other future begins behind the middle one of 12 origins.
    expect(await find(() => planted)).toEqual({ series: 'walk 1', origin: 140 });
  });
});

function pointForecaster(next: (logs: Float64Array, origin: number, h: number) => number): Forecaster {
  const points: Points = (logs, origins) =>
    Float64Array.from({ length: origins.length * 3 }, (_, i) => next(logs, origins[Math.floor(i / 3)]!, (i % 3) + 1));
  return withBands({ name: 'planted', title: 'planted', learn: async (past) => past.map(() => points) });
}

it('a network in a fold leaves no tensors', async () => {
  const lstm = FORECASTERS.find(({ name }) => name === 'lstm')!;
  await expectNoLeak(() => evaluateFold(lstm, [series[0]!], fold!, SMALL));
});
