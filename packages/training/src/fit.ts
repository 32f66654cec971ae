import {
  ArgumentError,
  type Callback,
  type EpochRecord,
  type Loss,
  type Metric,
  type Module,
  type Optimizer,
} from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batches } from './batches.js';
import type { MetricResults } from './evaluate.js';
import { assertBatches } from './internal/batch-source.js';
import { describe } from './internal/batch-tensors.js';
import { TrainingRun } from './internal/training-run.js';

/** How to train. */
export type FitOptions<Out extends Tensor, Targets extends Tensor, Metrics> = {
  /** Passes over the data: a whole number of at least 1. A resumed run counts those that it has done. */
  readonly epochs: number;
  /** Measured after each epoch, without changing the model. Default: nothing is. */
  readonly validation?: Batches | undefined;
  /** What training makes small. */
  readonly loss: Loss<Out, Targets>;
  /** Reported by the names under which they stand here. Default: none. */
  readonly metrics?: Metrics;
  readonly optimizer: Optimizer;
  /** Called in this order. Default: none. */
  readonly callbacks?: readonly Callback[];
  /** Names the run: dropout, and the shuffles of a dataset without a seed of their own. Default 0. */
  readonly seed?: number;
};

/** What one epoch came to, with the metrics' own types. */
export type HistoryRecord<Metrics> = Omit<EpochRecord, 'metrics' | 'validation'> & {
  readonly metrics: MetricResults<Metrics>;
  readonly validation:
    | { readonly samples: number; readonly loss: number; readonly metrics: MetricResults<Metrics> }
    | undefined;
};

/** What a run came to. */
export type History<Metrics> = {
  /** One record for each finished epoch, those before a resume included. */
  readonly epochs: readonly HistoryRecord<Metrics>[];
  /** Steps since the beginning of training. */
  readonly steps: number;
  /** Why it ended before its last epoch; undefined when it did not. */
  readonly stopped: string | undefined;
};

/** Names that mean something else where metrics are reported. */
const reserved = ['epoch', 'steps', 'samples', 'seconds', 'loss', 'validation'];

/**
 * Trains a model.
 *
 * One seed, the same bits: two runs with equal arguments on one backend end with equal weights, and so does a run that
 * was killed and resumed from a checkpoint. The event loop gets its turn between steps, so signals, timers and user
 * interfaces stay alive.
 *
 * @param model its trainable parameters and buffers are changed; frozen ones are not
 * @param data batches `{ x, y }` with a leading batch axis, read once in each epoch
 * @returns losses and metrics by epoch. The loss of an epoch is the mean over its samples, metrics are those of the
 *   whole set; both are taken while the weights change. Leaves no tensors but the model's
 * @throws ArgumentError for arguments that do not fit together, and for an empty data set
 * @throws DivergedError (a NumericError) when the loss or a weight is not finite, with the step, the batch and the first tensor that broke
 * @throws whatever the data, the model or a callback throws; the model then has the weights of the last finished step
 * @example
 * class Line extends Module {
 *   readonly weight = new Parameter(scalar(0));
 *   override forward(x: Tensor): Tensor {
 *     return mul(x, this.weight.value);
 *   }
 * }
 * using model = new Line();
 * const batch = { x: hostArray(Float32Array.of(1, 2, 3)), y: hostArray(Float32Array.of(2, 4, 6)) };
 * const history = await fit(model, [batch], {
 *   epochs: 20,
 *   loss: (predicted, y) => mean(squaredDifference(predicted, y)),
 *   optimizer: {
 *     name: 'sgd',
 *     init: () => ({}),
 *     update: ({ weight }) => ({ updates: { weight: mul(weight!, -0.1) }, state: {} }),
 *   },
 * });
 * history.epochs.at(-1)?.loss; // almost 0
 */
export async function fit<
  In,
  Out extends Tensor,
  Targets extends Tensor = Tensor,
  const Metrics extends Readonly<Record<string, Metric<unknown>>> = Record<never, never>,
>(
  model: Module<In, Out>,
  data: Batches,
  { epochs, validation, loss, metrics, optimizer, callbacks = [], seed = 0 }: FitOptions<Out, Targets, Metrics>,
): Promise<History<Metrics>> {
  if (!Number.isSafeInteger(epochs) || epochs < 1) {
    throw invalid('epochs', 'be a whole number of at least 1', String(epochs));
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw invalid('seed', 'be a whole number of at least 0', String(seed));
  }
  assertBatches('fit', 'data', data);
  if (validation !== undefined) assertBatches('fit', 'validation', validation);
  if (typeof loss !== 'function') throw invalid('loss', 'be a function of predictions and targets', describe(loss));
  if (typeof optimizer?.update !== 'function') {
    throw invalid('optimizer', 'be an optimizer', describe(optimizer), 'Call it first: adam(), not adam');
  }
  for (const name of Object.keys(metrics ?? {})) {
    if (reserved.includes(name) || name.startsWith('validation.')) {
      throw invalid('metrics', `have other names than ${reserved.join(', ')}`, name);
    }
  }
  const names = callbacks.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw invalid('callbacks', 'have a name each', `two with the name ${twice}`);

  const run = new TrainingRun({
    // What goes in and comes out is between data, model and loss; a run hands it on without looking.
    model: model as Module<unknown, Tensor>,
    loss: loss as Loss,
    data,
    validation,
    epochs,
    metrics: metrics ?? {},
    optimizer,
    callbacks,
    seed,
  });
  await run.execute();
  return {
    epochs: run.history as readonly HistoryRecord<Metrics>[], // one value for each metric, by the same names
    steps: run.step,
    stopped: run.stopped,
  };
}

function invalid(argument: string, expected: string, received: string, advice?: string): ArgumentError {
  return new ArgumentError({ where: 'fit', argument, expected, received, advice });
}
