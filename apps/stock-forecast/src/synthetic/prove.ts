import { useWasm } from '@neurite/backend-wasm';
import { progressLine } from '@neurite/command-kit/progress-line';
import { BASELINES } from '../forecasters/all.js';
import { type Forecaster, LEVELS, MEDIAN, type Task } from '../forecasters/forecaster.js';
import { networkForecaster } from '../forecasters/network-forecaster.js';
import type { NetworkName } from '../forecasters/networks.js';
import { drawSeries, LAGS, NOISE } from './law.js';

/** How much is drawn, and how hard models learn. */
export type LawPlan = { readonly length: number; readonly tested: number; readonly effort: Task['effort'] };

export const WHOLE_LAW: LawPlan = {
  length: 10_000,
  tested: 2000,
  effort: { epochs: 40, mostWindows: 1e9, trees: 200 },
};

/** For each model the mean square of what its forecast of a step is away from what the law expects. */
export type LawResult = {
  readonly seed: number;
  readonly excess: Readonly<Record<string, number>>;
  /** The network's, divided by the smallest of a baseline. */
  readonly ratio: number;
};

/** The network that is compared. */
export const NETWORK: NetworkName = 'temporalConvolution';

const WINDOW = 2 * LAGS;

/**
 * Forecasts one step of a series whose law is known, by a network and by all baselines. The expected square of an error is that
 * of the noise, which nobody can be below, and the square of what a forecast is away from the law: that is measured.
 */
export async function proveLaw(network: NetworkName, seed: number, plan: LawPlan): Promise<LawResult> {
  await useWasm();
  const { length, tested, effort } = plan;
  const { logs, expected } = drawSeries(length, seed);
  const task: Task = { horizon: 1, window: WINDOW, season: 5, scaling: 'constant', effort, seed };
  const first = length - tested - 1;
  const origins = Uint32Array.from({ length: tested }, (_, i) => first + i);
  const bar = progressLine();
  const excess: Record<string, number> = {};
  const models: readonly Forecaster[] = [...BASELINES, networkForecaster(network)];
  for (const [i, model] of models.entries()) {
    bar.show(i / models.length, { stage: `series ${seed}`, detail: model.title });
    const learned = await model.learn([logs.slice(0, first + 1)], task);
    const quantiles = await learned.forecast({ series: 0, logs, origins });
    learned.dispose();
    let sum = 0;
    for (const [row, origin] of origins.entries()) {
      sum += (quantiles[row * LEVELS.length + MEDIAN]! - expected[origin + 1]!) ** 2;
    }
    excess[model.name] = sum / tested / NOISE ** 2;
  }
  bar.clear();
  const best = Math.min(...BASELINES.map(({ name }) => excess[name]!));
  return { seed, excess, ratio: excess[network]! / best };
}
