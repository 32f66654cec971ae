import type { ModuleTree } from '../module.js';
import type { NamedTensors } from '../state-dict.js';
import type { Json } from './dataset.js';
import type { HostArray } from './host-array.js';
import type { RunEvent } from './run-event.js';

/** The values of metrics by name: numbers, or tables such as a confusion matrix. */
export type MetricValues = Readonly<Record<string, unknown>>;

/** Loss and metrics of the validation set. */
export type ValidationRecord = { readonly samples: number; readonly loss: number; readonly metrics: MetricValues };

/** The results of one epoch. */
export type EpochRecord = {
  /** Which epoch, counted from 1. */
  readonly epoch: number;
  /** Steps of this epoch. */
  readonly steps: number;
  /** Samples of this epoch. */
  readonly samples: number;
  /** The mean loss over the samples by their weights, each under the parameters that its step began with. */
  readonly loss: number;
  readonly metrics: MetricValues;
  /** The same for the validation set under the weights at the end of the epoch; undefined where there is none. */
  readonly validation: ValidationRecord | undefined;
  /** Wall time of the epoch, validation included. The only number here that differs between two equal runs. */
  readonly seconds: number;
};

/** What a callback remembers between two processes: plain JSON, and tensors that it owns. */
export type CallbackState = { readonly json: Json; readonly tensors?: NamedTensors };

/** All that a run needs to go on in another process. Whoever receives it owns the tensors. */
export type Snapshot = { readonly tensors: NamedTensors; readonly json: Json };

/** A training run, as callbacks see it. */
export type Run = {
  /**
   * The model that is trained, the same object that `fit` was given, with the weights after the last finished step. What
   * is assigned, loaded, frozen or unfrozen counts from the next step on.
   */
  readonly model: ModuleTree;
  readonly seed: number;
  /** How many epochs are planned. */
  readonly epochs: number;
  /** The current epoch, counted from 1; 0 before the first. */
  readonly epoch: number;
  /** Steps finished since the beginning of training, those before a resume included. */
  readonly step: number;
  /** Steps finished in this epoch. */
  readonly batch: number;
  /** Steps of a whole epoch, undefined until it is known. */
  readonly stepsPerEpoch: number | undefined;
  /** Samples seen in this epoch. */
  readonly samples: number;
  /** The mean loss over the samples of this epoch so far, by their weights; NaN before the first. */
  readonly loss: number;
  /** The metrics over the samples of this epoch so far; computed at each reading. */
  readonly metrics: MetricValues;
  /** The finished epochs, those before a resume included. */
  readonly history: readonly EpochRecord[];
  /** The names that a record can be asked for: `loss`, `accuracy`, `validation.loss`, `validation.accuracy`. */
  readonly monitors: readonly string[];
  /** The numbers that `signal` has set, by name. */
  readonly signals: Readonly<Record<string, number>>;
  /** Why the run ends before its last epoch; undefined while it does not. */
  readonly stopped: string | undefined;
  /** What the run failed with, for `trainEnd`; undefined while it did not. */
  readonly error: unknown;
  /**
   * Ends the run after the step, or the epoch, that is being reported. The first reason stays.
   *
   * @param reason in words, for people, e.g. `no improvement for 3 epochs`
   * @param options.afterwards runs when everything is closed: the model holds its weights, each `trainEnd` is done
   */
  stop(reason: string, options?: { readonly afterwards?: () => void }): void;
  /**
   * Sets a number that schedules read from the next step on, e.g. how often a loss has not improved. Part of checkpoints.
   *
   * @param value finite
   * @throws ArgumentError when it is not
   */
  signal(name: string, value: number): void;
  /**
   * The weights that validation uses, and that the model has after `fit`: those of `model`, or the averages that an
   * optimizer keeps beside them.
   *
   * @returns copies of parameters and buffers by path; the caller owns them
   */
  evaluationState(): NamedTensors;
  /**
   * What the next step starts from: parameters and buffers as `model/<path>`, the optimizer's state as `optimizer/<name>`.
   *
   * @returns copies; the caller owns them
   */
  trainingState(): NamedTensors;
  /**
   * Lets the next step start from an earlier state. The step number, schedules and the position in the data stay.
   *
   * @param state what `trainingState` returned; stays the caller's
   * @throws ArgumentError, ShapeError when other parameters are trained than then
   */
  restoreTrainingState(state: NamedTensors): void;
  /** Tells every callback that has `log`, such as loggers, at once. */
  log(event: RunEvent): void;
  /**
   * Saves the state of the run. Only within `checkpoint`, when every callback has seen the same steps, and within
   * `exception` where the error came from elsewhere than a callback.
   *
   * @returns tensors and JSON of the caller
   * @throws ArgumentError elsewhere
   * @throws NumericError when a weight is not finite
   */
  snapshot(): Promise<Snapshot>;
};

/**
 * The wall time of a step in seconds, by parts. An engine that works beside the program, such as a GPU, is only given its
 * work in the first parts, and `wait` is how long its results were waited for.
 */
export type StepSeconds = {
  /** Reading the batches, and making tensors of them. */
  readonly data: number;
  readonly forward: number;
  readonly backward: number;
  /** The optimizer, and all else in a step; the whole of a step of one's own. */
  readonly update: number;
  readonly wait: number;
};

/** What a step had in hand, by paths of parameters. Tensors are lent. */
export type StepTensors = {
  readonly gradients: NamedTensors;
  /** Before the step. */
  readonly parameters: NamedTensors;
  /** After it. */
  readonly updated: NamedTensors;
  /** The number of this step, counted from 1. */
  readonly step: number;
};

/** The results of one step. */
export type StepReport = {
  /** The mean loss of the step's samples by their weights. */
  readonly loss: number;
  /** Samples of the step. */
  readonly samples: number;
  readonly seconds: StepSeconds;
  /** What this step's `inspect` returned, by the names of the callbacks. */
  readonly inspected: Readonly<Record<string, Readonly<Record<string, HostArray>>>>;
};

/**
 * Functions that `fit` calls while a model trains. All of them may be asynchronous: training waits for them. An error in
 * one ends the run.
 *
 * The order is `resume` · `trainBegin` · for each epoch `epochBegin`, for each step `stepEnd` and `checkpoint`,
 * `epochEnd` and `checkpoint` · after an error `exception` · `trainEnd`. Each is called on all callbacks, in their order, before the next.
 *
 * @example
 * const untilGood: Callback = {
 *   name: 'untilGood',
 *   epochEnd: (run, record) => {
 *     if (record.loss < 0.01) run.stop('the loss is below 0.01');
 *   },
 * };
 */
export type Callback = {
  /** Unique within a run; its state is stored under this name. */
  readonly name: string;
  /**
   * Whether only the first of several processes that train together calls it, as what writes or prints does: numbers and
   * weights are the same in all of them. What it resumes from is given to the others. Default: each process calls its own.
   */
  readonly firstOnly?: boolean;
  /**
   * Returns the state to resume from, or undefined to begin. Called before everything else; the run owns the result.
   */
  resume?(run: Run): Snapshot | undefined | Promise<Snapshot | undefined>;
  /**
   * @param saved what `save` returned when the run was saved; undefined in a new run. Its tensors are lent:
   *   clone what is to stay
   */
  trainBegin?(run: Run, saved: CallbackState | undefined): void | Promise<void>;
  /** Also called, with `run.batch` above 0, when a run goes on in the middle of an epoch. */
  epochBegin?(run: Run): void | Promise<void>;
  stepEnd?(run: Run, report: StepReport): void | Promise<void>;
  /**
   * Takes numbers from the gradients and weights of a step, as a part of it: a pure function that reads no tensor's value.
   * `stepEnd` gets them as `report.inspected[name]`. A step of one's own must return its gradients for that.
   *
   * @returns tensors of the run, by names of the callback; none where nothing is wanted of this step
   */
  inspect?(step: StepTensors): NamedTensors;
  /** The validation within an epoch, after `stepEnd`, where `fit` was asked for it by `validateEvery`. */
  validationEnd?(run: Run, record: ValidationRecord): void | Promise<void>;
  epochEnd?(run: Run, record: EpochRecord): void | Promise<void>;
  /**
   * The run stands at a point from which it can go on: every callback has seen this step (or this epoch), and whether
   * the run stops here is decided. For callbacks that save the run.
   *
   * @param point whether a step or an epoch has just ended
   */
  checkpoint?(run: Run, point: 'step' | 'epoch'): void | Promise<void>;
  /** A callback of this run has something to tell: see `run.log`. */
  log?(run: Run, event: RunEvent): void;
  /**
   * The loss of a step is not finite, and the model has the weights from before the step.
   *
   * @returns whether this callback has given the run a state from which it can go on, with the next batches; the run fails
   *   where none has
   */
  diverged?(run: Run, error: unknown): boolean | Promise<boolean>;
  /** The run fails: the last moment in which its state is there. `trainEnd` follows. */
  exception?(run: Run, error: unknown): void | Promise<void>;
  /** The end, also after `stop` and after an error (`run.error`). Called on every callback whose `trainBegin` was. */
  trainEnd?(run: Run): void | Promise<void>;
  /**
   * Where the run can be resumed from, as a path for people: where several processes train together, the message of a failure
   * names it.
   *
   * @returns undefined before anything was saved
   */
  lastCheckpoint?(): string | undefined;
  /** @returns what `trainBegin` needs to go on; tensors stay the callback's own and are copied */
  save?(): CallbackState;
};
