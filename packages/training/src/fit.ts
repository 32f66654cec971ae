import {
  ArgumentError,
  type Batch,
  type Callback,
  checkBoolean,
  checkInteger,
  checkOptions,
  type EpochRecord,
  type GradientOptions,
  type Loaded,
  type Loss,
  type Module,
  type ModuleTree,
  type Optimizer,
  type Parallel,
  type TrainStep,
} from '@neurite/core';
import type { Batches, BatchesFor, WeightsOf } from './batches.js';
import { assertBatches } from './internal/batch-source.js';
import * as check from './internal/check-arguments.js';
import { type DryRun, dryRun } from './internal/dry-run.js';
import { howToStep, type StepArguments } from './internal/how-to-step.js';
import { isInspector } from './internal/inspect-step.js';
import type { Replicas } from './internal/replicas.js';
import type { RunOptions as CheckedOptions } from './internal/run-options.js';
import { TrainingRun } from './internal/training-run.js';
import type { MetricResults, MetricsFor } from './metrics.js';
import type { StepMetric } from './step-mean.js';

export type { DryRun } from './internal/dry-run.js';

/** What every training has. */
type RunOptions = {
  /** Passes over the data: an integer of at least 1. A resumed run counts those that it has done. */
  readonly epochs: number;
  /** Called in this order. Default: none. */
  readonly callbacks?: readonly Callback[];
  /** Names the run: dropout, and the shuffles of a dataset without a seed of their own. Default 0. */
  readonly seed?: number;
  /**
   * Whether only the first batch goes through everything, a few times: data, model, loss, metrics, gradients, optimizer and
   * the first batch of validation. Nothing is changed, no callback is called, and `history.dryRun` tells the summary of the
   * model, and memory and time to expect. Default false.
   */
  readonly dryRun?: boolean;
};

/** How to train one model. */
export type FitOptions<Out, X, Y, W, Metrics> = RunOptions &
  GradientOptions & {
    /** Measured after each epoch, without changing the model. Default: nothing is. */
    readonly validation?: Batches<Batch<X, Y, W>> | undefined;
    /**
     * Also measured within epochs, after every so many steps since the beginning, an integer of at least 1: callbacks get it by
     * `validationEnd`. Default: only after epochs.
     */
    readonly validateEvery?: { readonly steps: number };
    /** What training makes small. */
    readonly loss: Loss<NoInfer<Out>, NoInfer<Loaded<Y>>, NoInfer<WeightsOf<W>>>;
    /**
     * Other processes that train the same model with the same arguments: each takes its share of the rows of every batch,
     * and all go on with the sum, as if one had taken the whole batch; so they do with validation. They begin with the weights, and the checkpoint, of the
     * first, which alone prints and writes (`firstOnly` of a callback), and stop when one of them does. What callbacks change
     * must be the same in all of them. Default: this process trains alone.
     */
    readonly parallel?: Parallel | undefined;
    /** Reported by the names under which they stand here. Default: none. */
    readonly metrics?: Metrics;
    readonly optimizer: Optimizer;
    /**
     * How many batches make one step, an integer of at least 1: their gradients are added up, as if they were one batch;
     * exact where the loss has `terms`, as ours have. Buffers such as running means see each batch. Default 1.
     */
    readonly accumulate?: number;
    readonly step?: undefined;
  };

/** How to train with a step of one's own, one model or several by name. */
export type FitStepOptions<X, Y, W, Metrics> = RunOptions & {
  /** Makes the next state; see `createAlternatingStep`. */
  readonly step: TrainStep<NoInfer<Loaded<X>>, NoInfer<Loaded<Y>>, NoInfer<WeightsOf<W>>>;
  /** Makes the first state of the optimizer; where there are several models, one for each. */
  readonly optimizer: Optimizer | Readonly<Record<string, Optimizer>>;
  /** What becomes of the metrics that the step reports, by name. Default: none is reported. */
  readonly metrics?: Metrics;
  readonly loss?: undefined;
};

type StepMetrics = Readonly<Record<string, StepMetric>>;

/** Both, when their types have been checked. */
type AnyOptions<Metrics> = RunOptions &
  StepArguments & {
    readonly validation?: Batches | undefined;
    readonly validateEvery?: { readonly steps: number } | undefined;
    readonly metrics?: Metrics | undefined;
    readonly parallel?: Parallel | undefined;
  };

const known: readonly (keyof AnyOptions<unknown>)[] = [
  ...(['epochs', 'validation', 'loss', 'metrics', 'optimizer', 'callbacks', 'seed'] as const),
  ...(['accumulate', 'allowUnused', 'onGradient', 'parallel', 'step', 'validateEvery', 'dryRun'] as const),
];

/** The results of one epoch, with the types of the metrics. */
export type HistoryRecord<Metrics> = Omit<EpochRecord, 'metrics' | 'validation'> & {
  readonly metrics: MetricResults<Metrics>;
  readonly validation:
    | { readonly samples: number; readonly loss: number; readonly metrics: MetricResults<Metrics> }
    | undefined;
};

/** The results of a run. */
export type History<Metrics> = {
  /** One record for each finished epoch, those before a resume included. */
  readonly epochs: readonly HistoryRecord<Metrics>[];
  /** Steps since the beginning of training. */
  readonly steps: number;
  /** Why it ended before its last epoch; undefined when it did not. */
  readonly stopped: string | undefined;
  /** What a dry run found; undefined otherwise. */
  readonly dryRun?: DryRun;
};

/**
 * Trains a model.
 *
 * One seed, the same bits: two runs with equal arguments on one backend end with equal weights, and so does a run that
 * was killed and resumed from a checkpoint. The event loop gets its turn between steps, so signals, timers and user
 * interfaces stay alive.
 *
 * The model is always current: whatever a callback, or anybody else, reads while the run goes on are the weights after the
 * last finished step, and what is assigned, frozen or unfrozen counts from the next step on. A parameter that is unfrozen
 * later has a step count of its own. At the end the model has the weights that validation used.
 *
 * @param model its trainable parameters and buffers are changed; frozen ones are not. Several models by name where there
 *   is a `step` for them
 * @param data batches `{ x, y, weights }` with a leading batch axis, read once in each epoch; weights may be left out
 * @returns losses and metrics by epoch. The loss of an epoch is the mean over its samples by their weights, metrics are
 *   those of the whole set; both are taken while the parameters change. Leaves no tensors but the model's
 * @throws ArgumentError for arguments that do not fit together, for an empty data set, and for a model that another `fit`
 *   trains
 * @throws ShapeError, DtypeError when the first batch is not what the model was built for
 * @throws DivergedError (a NumericError) when the loss, a weight or the optimizer's state is not finite, with the step, the
 *   batch and the first tensor that broke
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
export function fit<X, Y, W = undefined, const Metrics extends StepMetrics = Record<never, never>>(
  model: ModuleTree,
  data: Batches<Batch<X, Y, W>>,
  options: FitStepOptions<X, Y, W, Metrics>,
): Promise<History<Metrics>>;
export function fit<
  In,
  Out,
  X,
  Y,
  W = undefined,
  const Metrics extends MetricsFor<NoInfer<Out>, NoInfer<Loaded<Y>>> = Record<never, never>,
>(
  model: Module<In, Out>,
  data: BatchesFor<In, X, Y, W>,
  options: FitOptions<Out, X, Y, W, Metrics>,
): Promise<History<Metrics>>;
export async function fit<Metrics extends StepMetrics>(
  model: ModuleTree,
  data: Batches,
  options: AnyOptions<Metrics>,
): Promise<History<Metrics>> {
  const where = 'fit';
  checkOptions(where, options, known);
  const { epochs, callbacks: given = [], seed = 0, metrics = {}, accumulate = 1, validation, ...others } = options;
  const { validateEvery, dryRun: isDry = false, parallel, ...rest } = others;
  const replicas = parallel === undefined || parallel.size === 1 ? undefined : await replicasOf(parallel);
  checkInteger(where, 'epochs', epochs, { min: 1 });
  checkInteger(where, 'seed', seed, { min: 0 });
  checkInteger(where, 'accumulate', accumulate, { min: 1 });
  assertBatches(where, 'data', data);
  if (validation !== undefined) assertBatches(where, 'validation', validation);
  if (validateEvery !== undefined) checkValidateEvery(validateEvery, validation);
  checkBoolean(where, 'dryRun', isDry);
  check.assertMetrics(where, metrics);
  check.assertCallbacks(where, given);
  const callbacks = replicas?.callbacksOf(given) ?? given;
  const runOptions: CheckedOptions = {
    ...(await howToStep(model, { ...rest, accumulate, replicas, inspectors: callbacks.filter(isInspector) }, metrics)),
    model,
    data,
    validation,
    epochs,
    metrics,
    callbacks,
    seed,
    accumulate,
    replicas,
    validateEvery: validateEvery?.steps,
  };
  if (isDry) return { epochs: [], steps: 0, stopped: 'it was a dry run', dryRun: await dryRun(runOptions) };
  const { history, step, stopped } = await new TrainingRun(runOptions).execute();
  // One value for each metric, by the same names.
  return { epochs: history as readonly HistoryRecord<Metrics>[], steps: step, stopped };
}

/** Loaded where it is asked for, as what they do together is. */
async function replicasOf(parallel: Parallel): Promise<Replicas> {
  const { Replicas } = await import('./internal/replicas.js');
  return new Replicas(parallel);
}

function checkValidateEvery(every: { readonly steps: number }, validation: Batches | undefined): void {
  checkOptions('fit (validateEvery)', every, ['steps']);
  checkInteger('fit', 'validateEvery.steps', every.steps, { min: 1 });
  if (validation !== undefined) return;
  const expected = 'be left out where there is no `validation`';
  throw new ArgumentError({ where: 'fit', argument: 'validateEvery', expected, received: `${every.steps} steps` });
}
