import { autoregression } from './autoregression.js';
import { withBands } from './bands.js';
import { boosting } from './boosting.js';
import { exponentialSmoothing } from './exponential-smoothing.js';
import type { Forecaster } from './forecaster.js';
import { networkForecaster } from './network-forecaster.js';
import { NETWORKS, type NetworkName } from './networks.js';
import { ridge } from './ridge.js';
import { drift, naive, seasonalNaive } from './simple.js';

/** What networks are compared with. */
export const BASELINES: readonly Forecaster[] = [
  ...[naive, drift, seasonalNaive, exponentialSmoothing, autoregression, ridge].map(withBands),
  boosting,
];

/** All forecasters, baselines first. */
export const FORECASTERS: readonly Forecaster[] = [
  ...BASELINES,
  ...(Object.keys(NETWORKS) as NetworkName[]).map(networkForecaster),
];
