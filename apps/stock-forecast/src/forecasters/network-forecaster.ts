import { build, hostArray, type Module, parameters } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { quantile } from '@neurite/losses';
import { adamW, chain, clipByGlobalNorm, warmupCosine } from '@neurite/optimizers';
import { earlyStopping, fit, predict } from '@neurite/training';
import { type Tensor3D, tensor1d } from '@tensorflow/tfjs-core';
import { type Forecaster, LEVELS, type Learned, type Quantiles, type Task } from './forecaster.js';
import { NETWORKS, type NetworkName, networkOf } from './networks.js';
import { quantileOf } from './quantile-of.js';
import { referenceOf, scalesOf } from './scales.js';
import { CHANNELS, dividedExamples, type Examples, VALIDATION, windowsAt } from './windows.js';

const BATCH = 64;
const PEAK = 2e-3;
const WEIGHT_DECAY = 1e-2;
const PATIENCE = 4;

/** How networks learn, for people. */
export const NETWORK_SETTINGS: readonly (readonly [name: string, value: string | number])[] = [
  ...Object.values(NETWORKS).map(({ title, layers }) => [title, layers] as const),
  ['loss', `pinball loss of the quantiles ${LEVELS.join(', ')}`],
  [
    'optimizer',
    `adamW with weight decay ${WEIGHT_DECAY}, warm-up to ${PEAK}, then a cosine to 0; gradients clipped at 1`,
  ],
  ['batch size', BATCH],
  ['epoch', `the best on the last ${100 * VALIDATION} % of the windows, ends after ${PATIENCE} without a better one`],
];

export type ForecastNetwork = Module<Tensor3D, Tensor3D>;

/** A network of quantiles as a forecaster. */
export function networkForecaster(name: NetworkName): Forecaster {
  return {
    name,
    title: NETWORKS[name].title,
    isNetwork: true,
    learn: async (past, task) => {
      const reference = referenceOf(past);
      return learnedNetwork(await trainNetwork(name, past, task), task, reference);
    },
  };
}

/** Trains a network on the past; the caller owns it. The same seed gives the same weights. */
export async function trainNetwork(
  name: NetworkName,
  past: readonly Float64Array[],
  task: Task,
): Promise<ForecastNetwork> {
  const { horizon, window, seed } = task;
  const { train, validation } = dividedExamples(past, task, referenceOf(past));
  const chooses = validation.count > 0;
  const model = build(networkOf(name, horizon), { input: [window, CHANNELS], seed });
  try {
    startAtQuantiles(model, train, horizon);
    const batches = batchesOf(train, task).shuffle().batch(BATCH);
    const steps = task.effort.epochs * batches.size!;
    await fit(model, batches, {
      epochs: task.effort.epochs,
      ...(chooses && { validation: batchesOf(validation, task).batch(256) }),
      loss: quantile.with({ quantile: [...LEVELS] }),
      optimizer: chain(
        clipByGlobalNorm(1),
        adamW({ learningRate: warmupCosine({ peak: PEAK, steps }), weightDecay: WEIGHT_DECAY }),
      ),
      callbacks: chooses ? [earlyStopping({ patience: PATIENCE })] : [],
      seed,
    });
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** A trained network that forecasts; it owns the model from now on. */
export function learnedNetwork(model: ForecastNetwork, task: Task, reference: number): Learned {
  const { horizon, window, scaling } = task;
  return {
    forecast: async ({ logs, origins }): Promise<Quantiles> => {
      const scales = scalesOf(logs, reference, scaling);
      const { x } = windowsAt(logs, origins, task, scales);
      const output = await predict(
        model,
        hostArray(x as Float32Array<ArrayBuffer>, [origins.length, window, CHANNELS]),
      );
      const values = await output.data<'float32'>();
      output.dispose();
      const count = LEVELS.length;
      const result = new Float64Array(values.length);
      for (let i = 0; i < values.length / count; i++) {
        const unit = scales.at[origins[Math.floor(i / horizon)]!]! * Math.sqrt((i % horizon) + 1);
        // Quantiles that cross are put in order.
        const own = Array.from(values.subarray(i * count, (i + 1) * count), (value) => unit * value);
        result.set(
          own.sort((a, b) => a - b),
          i * count,
        );
      }
      return result;
    },
    dispose: () => model.dispose(),
  };
}

function batchesOf({ count, x, y }: Examples, { window, horizon }: Task) {
  return fromArrays({
    x: hostArray(x as Float32Array<ArrayBuffer>, [count, window, CHANNELS]),
    y: hostArray(y as Float32Array<ArrayBuffer>, [count, horizon]),
  });
}

/** The last bias begins with the quantiles of all targets, so that a network begins as good as a constant. */
function startAtQuantiles(model: ForecastNetwork, { count, y }: Examples, horizon: number): void {
  const start: number[] = [];
  for (let h = 0; h < horizon; h++) {
    const own = Float64Array.from({ length: count }, (_, i) => y[i * horizon + h]!).sort();
    start.push(...LEVELS.map((level) => quantileOf(own, level)));
  }
  const bias = [...parameters(model)].filter(([path]) => path.endsWith('.bias')).at(-1)![1];
  bias.assign(tensor1d(start));
}
