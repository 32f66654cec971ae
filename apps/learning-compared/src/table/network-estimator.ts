import { build, type Estimator, type FittedEstimator, hostArray, type Module, stateDict } from '@neurite/core';
import { FormatError } from '@neurite/core/errors';
import { fromArrays } from '@neurite/data';
import { dense, dropout, relu, sequential } from '@neurite/layers';
import { meanSquaredError, softmaxCrossEntropy } from '@neurite/losses';
import { adamW, warmupCosine } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { largestOfRows } from '../models/largest-of-rows.js';

export type NetworkOptions = {
  /** How many hidden layers, and how many neurons in each. */
  readonly layers: number;
  readonly neurons: number;
  readonly dropout: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Passes over the rows; fewer where these would be more than `MOST_STEPS` steps. */
  readonly epochs: number;
  /** How many classes there are; undefined where values are predicted. */
  readonly classes: number | undefined;
};

const KIND = 'denseNetwork';
const VERSION = 1;
const BATCH = 32;
const MOST_STEPS = 6000;

/** What a layer learned. */
type Layer = { readonly kernel: Float32Array; readonly bias: Float32Array };

/**
 * A network of dense layers as an estimator of a table without missing values; values should be standardized. It learns on the
 * engine that is turned on, and predicts on the host, as estimators do: in the call, with nothing to dispose.
 */
export function denseNetwork(options: NetworkOptions): Estimator {
  const { classes, layers, neurons, dropout: rate, learningRate: peak, weightDecay } = options;
  return {
    name: KIND,
    fit: async ({ rows, columns, data }, y, { seed = 0, signal } = {}) => {
      const x = hostArray(Float32Array.from(data), [rows, columns]);
      const targets = classes === undefined ? hostArray(Float32Array.from(y), [rows, 1]) : Int32Array.from(y);
      const batches = fromArrays({ x, y: targets }).shuffle().batch(BATCH);
      const epochs = Math.max(1, Math.min(options.epochs, Math.floor(MOST_STEPS / batches.size!)));
      const hidden = Array.from({ length: layers }, () => [dense(neurons), relu(), dropout(rate)]).flat();
      using model = build(sequential(...hidden, dense(classes ?? 1)), { input: [columns], seed }) as Module<
        Tensor2D,
        Tensor2D
      >;
      await fit(model, batches as never, {
        epochs,
        loss: (classes === undefined ? meanSquaredError : softmaxCrossEntropy) as typeof meanSquaredError, // as the targets are
        optimizer: adamW({ learningRate: warmupCosine({ peak, steps: epochs * batches.size! }), weightDecay }),
        seed,
        callbacks: [{ name: 'signal', stepEnd: () => signal?.throwIfAborted() }],
      });
      const weights = await Promise.all(Object.values(stateDict(model)).map((value) => value.data<'float32'>()));
      const learned = Array.from({ length: layers + 1 }, (_, layer) => ({
        kernel: Float32Array.from(weights[2 * layer]!),
        bias: Float32Array.from(weights[2 * layer + 1]!),
      }));
      return fittedNetwork(learned, classes !== undefined);
    },
    restore: ({ json, arrays }) => {
      const { kind, version, layers: count, isClassifier } = json;
      const learned = Array.from({ length: typeof count === 'number' ? count : 0 }, (_, layer) => ({
        kernel: arrays[`kernel${layer}`] as Float32Array | undefined,
        bias: arrays[`bias${layer}`] as Float32Array | undefined,
      }));
      const isWhole = learned.length > 0 && learned.every(({ kernel, bias }) => kernel && bias);
      if (kind !== KIND || version !== VERSION || !isWhole) {
        const expected = `be a whole ${KIND} of version ${VERSION}`;
        const received = `${kind} of version ${version}`;
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received });
      }
      return fittedNetwork(learned as Layer[], isClassifier === true); // checked
    },
  };
}

function fittedNetwork(layers: readonly Layer[], isClassifier: boolean): FittedEstimator {
  const outputs = layers.at(-1)!.bias.length;
  const forward = ({ rows, columns, data }: Parameters<FittedEstimator['predict']>[0]): Float64Array => {
    const result = new Float64Array(rows * outputs);
    for (let row = 0; row < rows; row++) {
      let values: Float64Array | Float32Array = data.subarray(row * columns, (row + 1) * columns);
      for (const layer of layers) values = layerOf(values, layer, layer !== layers.at(-1));
      result.set(isClassifier ? softmax(values) : values, row * outputs);
    }
    return result;
  };
  return {
    name: KIND,
    predict: isClassifier ? (x) => Float64Array.from(largestOfRows(forward(x), outputs)) : forward,
    ...(isClassifier && { predictProbabilities: forward }),
    save: () => ({
      json: { kind: KIND, version: VERSION, layers: layers.length, isClassifier },
      arrays: Object.fromEntries(
        layers.flatMap(({ kernel, bias }, i) => [
          [`kernel${i}`, kernel],
          [`bias${i}`, bias],
        ]),
      ),
    }),
  };
}

/** x · kernel + bias, and ReLU. */
function layerOf(x: Float64Array | Float32Array, { kernel, bias }: Layer, isHidden: boolean): Float64Array {
  const sums = Float64Array.from(bias);
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value === 0) continue;
    for (let j = 0; j < sums.length; j++) sums[j]! += value * kernel[i * sums.length + j]!;
  }
  if (isHidden) for (let j = 0; j < sums.length; j++) if (sums[j]! < 0) sums[j] = 0;
  return sums;
}

function softmax(logits: ArrayLike<number>): Float64Array {
  const most = Math.max(...Array.from(logits));
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - most));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}
