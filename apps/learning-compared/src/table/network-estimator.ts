import {
  build,
  type Estimator,
  type FittedEstimator,
  hostArray,
  inference,
  type Json,
  loadState,
  type Module,
  type SavedEstimator,
  stateDict,
  type Table,
} from '@neurite/core';
import { FormatError } from '@neurite/core/errors';
import { fromArrays } from '@neurite/data';
import { dense, dropout, relu, sequential } from '@neurite/layers';
import { meanSquaredError, softmaxCrossEntropy } from '@neurite/losses';
import { adamW, warmupCosine } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import { dispose, softmax, type Tensor, type Tensor2D, tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';

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
/** Rows that go through the network at once. */
const AT_ONCE = 4096;

type Architecture = {
  readonly columns: number;
  readonly layers: number;
  readonly neurons: number;
  readonly outputs: number;
  readonly isClassifier: boolean;
};

/** A network of dense layers as an estimator of a table without missing values; values should be standardized. It needs an engine. */
export function denseNetwork(options: NetworkOptions): Estimator {
  return {
    name: KIND,
    fit: async (x, y, { seed = 0, signal } = {}) => {
      const isClassifier = options.classes !== undefined;
      const architecture: Architecture = {
        columns: x.columns,
        layers: options.layers,
        neurons: options.neurons,
        outputs: options.classes ?? 1,
        isClassifier,
      };
      const targets = isClassifier ? Int32Array.from(y) : hostArray(Float32Array.from(y), [x.rows, 1]);
      const batches = fromArrays({ x: inputOf(x), y: targets })
        .shuffle()
        .batch(BATCH);
      const epochs = Math.max(1, Math.min(options.epochs, Math.floor(MOST_STEPS / batches.size!)));
      const { learningRate: peak, weightDecay } = options;
      const optimizer = adamW({ learningRate: warmupCosine({ peak, steps: epochs * batches.size! }), weightDecay });
      using model = networkOf(architecture, { dropout: options.dropout, seed });
      await fit(model, batches as never, {
        epochs,
        loss: (isClassifier ? softmaxCrossEntropy : meanSquaredError) as typeof meanSquaredError, // as the targets are
        optimizer,
        seed,
        callbacks: [{ name: 'signal', stepEnd: () => signal?.throwIfAborted() }],
      });
      const weights = Object.entries(stateDict(model)).map(([path, value]) => [
        path,
        Float32Array.from(value.dataSync()),
      ]);
      return fittedNetwork(architecture, Object.fromEntries(weights));
    },
    restore: ({ json, arrays }) => {
      if (json.kind !== KIND || json.version !== VERSION) {
        const received = `${json.kind} of version ${json.version}`;
        throw new FormatError({
          where: `${KIND}.restore`,
          argument: 'saved',
          expected: `be a ${KIND} of version ${VERSION}`,
          received,
        });
      }
      return fittedNetwork(json.architecture as Architecture, arrays as Record<string, Float32Array>); // written by `save`
    },
  };
}

function networkOf(
  { columns, layers, neurons, outputs }: Architecture,
  { dropout: rate, seed }: { readonly dropout: number; readonly seed: number },
): Module<Tensor2D, Tensor2D> {
  const hidden = Array.from({ length: layers }, () => [dense(neurons), relu(), dropout(rate)]).flat();
  return build(sequential(...hidden, dense(outputs)), { input: [columns], seed }) as Module<Tensor2D, Tensor2D>;
}

/** Weights on the host: a model of its own is made for each prediction, so that nobody has to dispose what was learned. */
function fittedNetwork(architecture: Architecture, weights: Readonly<Record<string, Float32Array>>): FittedEstimator {
  const { outputs, isClassifier } = architecture;
  const forward = (x: Table): Float64Array => {
    using model = networkOf(architecture, { dropout: 0, seed: 0 });
    load(model, weights);
    const result = new Float64Array(x.rows * outputs);
    for (let start = 0; start < x.rows; start += AT_ONCE) {
      const rows = Math.min(AT_ONCE, x.rows - start);
      const part = x.data.subarray(start * x.columns, (start + rows) * x.columns);
      const output = tidy(() => {
        const given = model.forward(tensor2d(Float32Array.from(part), [rows, x.columns]), inference());
        return isClassifier ? softmax(given) : given;
      });
      result.set(output.dataSync(), start * outputs);
      output.dispose();
    }
    return result;
  };
  const save = (): SavedEstimator => ({
    json: { kind: KIND, version: VERSION, architecture: architecture as unknown as Json }, // numbers and a boolean
    arrays: weights,
  });
  if (!isClassifier) return { name: KIND, predict: forward, save };
  return { name: KIND, predict: (x) => largest(forward(x), outputs), predictProbabilities: forward, save };
}

function load(model: Module<Tensor2D, Tensor2D>, weights: Readonly<Record<string, Float32Array>>): void {
  const shapes = stateDict(model);
  const state: Record<string, Tensor> = {};
  try {
    for (const [path, values] of Object.entries(weights)) state[path] = tensor(values, shapes[path]?.shape);
    loadState(model, state);
  } finally {
    dispose(state);
  }
}

function inputOf({ rows, columns, data }: Table) {
  return hostArray(Float32Array.from(data), [rows, columns]);
}

function largest(probabilities: Float64Array, classes: number): Float64Array {
  return Float64Array.from({ length: probabilities.length / classes }, (_, row) => {
    let best = 0;
    for (let k = 1; k < classes; k++) {
      if (probabilities[row * classes + k]! > probabilities[row * classes + best]!) best = k;
    }
    return best;
  });
}
