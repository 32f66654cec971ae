import {
  ArgumentError,
  type Callback,
  type CallbackState,
  type EpochRecord,
  type Json,
  type Loss,
  type MetricValues,
  type Module,
  type Optimizer,
  RandomStream,
  type Run,
  type Snapshot,
  type StepReport,
  type TrainState,
  type TrainStep,
  within,
} from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batches } from '../batches.js';
import { createTrainStep } from '../create-train-step.js';
import type { DivergedError } from '../diverged-error.js';
import { disposeState, initialState } from '../train-state.js';
import { knownSize, openBatches } from './batch-source.js';
import { loadBatch } from './batch-tensors.js';
import { allFinite } from './find-broken-tensor.js';
import { measure } from './measure.js';
import { type AfterReport, runAhead } from './run-ahead.js';
import { assertBatchCount, divergedInValidation, explainDivergence, noBatches } from './run-errors.js';
import { restoreSnapshot, takeSnapshot } from './snapshot.js';
import { type PlacedBatch, type StepFlight, startStep } from './step-flight.js';
import { type Metrics, Totals } from './totals.js';
import { Weights } from './weights.js';

/** What `fit` was asked for, checked. */
export type RunOptions = {
  readonly model: Module<unknown, Tensor>;
  readonly data: Batches;
  readonly validation: Batches | undefined;
  readonly epochs: number;
  readonly seed: number;
  readonly loss: Loss;
  readonly metrics: Metrics;
  readonly optimizer: Optimizer;
  readonly callbacks: readonly Callback[];
};

/**
 * One call of `fit`.
 *
 * While the numbers of a step are read, the next step already runs on what it left; so a device never waits for the
 * host. Steps are pure: one that ran ahead is forgotten when the run stops, diverges, or gets other weights.
 */
export class TrainingRun implements Run {
  readonly seed: number;
  readonly epochs: number;
  readonly monitors: readonly string[];
  epoch = 0;
  batch = 0;
  stepsPerEpoch: number | undefined;
  stopped: string | undefined;
  error: unknown;

  readonly #options: RunOptions;
  readonly #random: RandomStream;
  readonly #step: TrainStep<unknown, Tensor>;
  readonly #history: EpochRecord[] = [];
  #weights: Weights;
  #totals: Totals;
  /** The step that led to the current weights, until they are known to be finite. */
  #unproven: { readonly state: TrainState; readonly placed: PlacedBatch } | undefined;
  #position: Json | undefined;
  #seconds = 0;
  #since = performance.now();
  #atCheckpoint = false;
  #afterwards: (() => void) | undefined;

  constructor(options: RunOptions) {
    const { model, data, validation, epochs, seed, loss, metrics, optimizer } = options;
    this.#options = options;
    this.epochs = epochs;
    this.seed = seed;
    this.#random = RandomStream.fromSeed(seed).child('fit');
    this.#step = createTrainStep(model, { loss, metrics, optimizer });
    this.#weights = new Weights(model, initialState(model, optimizer));
    this.#totals = new Totals(metrics);
    this.stepsPerEpoch = knownSize(data);
    const names = ['loss', ...Object.keys(metrics)];
    this.monitors = validation === undefined ? names : [...names, ...names.map((name) => `validation.${name}`)];
  }

  get model(): Module<unknown, Tensor> {
    return this.#weights.model;
  }

  get step(): number {
    return this.#weights.state.step;
  }

  get samples(): number {
    return this.#totals.samples;
  }

  get loss(): number {
    return this.#totals.loss;
  }

  get metrics(): MetricValues {
    return this.#totals.metrics;
  }

  get history(): readonly EpochRecord[] {
    return this.#history;
  }

  stop(reason: string, { afterwards }: { readonly afterwards?: () => void } = {}): void {
    this.stopped ??= reason;
    this.#afterwards ??= afterwards;
  }

  async snapshot(): Promise<Snapshot> {
    if (!this.#atCheckpoint) {
      throw new ArgumentError({
        where: 'run.snapshot',
        problem: 'it was called outside `checkpoint`, where callbacks may not have seen the same steps',
        advice: 'Call it in the `checkpoint` function of a callback',
      });
    }
    await this.#proveWeights();
    const saved = this.#options.callbacks.flatMap((callback): [string, CallbackState][] => {
      const state = callback.save?.();
      return state === undefined ? [] : [[callback.name, state]];
    });
    const progress = {
      seed: this.seed,
      step: this.step,
      epochs: this.#history.length,
      batches: this.batch,
      seconds: this.#elapsed(),
      totals: this.#totals.state,
      position: this.#position,
      stepsPerEpoch: this.stepsPerEpoch,
      history: this.#history.slice(),
    };
    return takeSnapshot(this.model, this.#weights.state, progress, new Map(saved));
  }

  /** Trains. Called once. */
  async execute(): Promise<void> {
    const begun: Callback[] = [];
    let failure: { readonly error: unknown } | undefined;
    const attempt = async (f: () => Promise<void>): Promise<void> => {
      try {
        await f();
      } catch (error) {
        failure ??= { error };
        this.error ??= error;
      }
    };
    await attempt(async () => {
      await this.#begin(begun);
      while (this.#history.length < this.epochs && this.stopped === undefined) await this.#runEpoch();
    });
    void this.#weights.model; // Whatever happened, the model has the last good weights.
    for (const callback of begun) await attempt(async () => callback.trainEnd?.(this));
    this.#weights.dispose();
    this.#forgetUnproven();
    if (failure !== undefined) throw failure.error;
    this.#afterwards?.();
  }

  async #begin(begun: Callback[]): Promise<void> {
    const saved = await this.#resume();
    try {
      for (const callback of this.#options.callbacks) {
        begun.push(callback);
        await callback.trainBegin?.(this, saved.get(callback.name));
      }
    } finally {
      for (const { tensors = {} } of saved.values()) for (const tensor of Object.values(tensors)) tensor.dispose();
    }
    this.#weights.adopt();
  }

  async #resume(): Promise<ReadonlyMap<string, CallbackState>> {
    const { callbacks, model, metrics } = this.#options;
    for (const callback of callbacks) {
      const snapshot = await callback.resume?.(this);
      if (snapshot === undefined) continue;
      const { state, progress, callbacks: saved } = restoreSnapshot(model, snapshot, this.#options);
      this.#weights.dispose();
      this.#weights = new Weights(model, state);
      this.#totals = Totals.fromState(metrics, progress.totals);
      this.#history.push(...progress.history);
      this.#position = progress.position;
      this.#seconds = progress.seconds;
      this.batch = progress.batches;
      this.epoch = progress.epochs;
      this.stepsPerEpoch ??= progress.stepsPerEpoch;
      return saved;
    }
    return new Map();
  }

  async #runEpoch(): Promise<void> {
    this.epoch = this.#history.length + 1;
    this.#since = performance.now();
    await this.#call((callback) => callback.epochBegin?.(this));
    await this.#runSteps();
    if (this.stopped !== undefined) return;
    assertBatchCount(this.#options.data, this.batch, this.epoch);
    await this.#proveWeights();
    const validation = await this.#validate();
    // Stopped meanwhile: the epoch has its steps but no record, and a resumed run begins with the validation.
    if (this.stopped !== undefined) {
      await this.#reachCheckpoint('step');
      return;
    }
    const record: EpochRecord = {
      epoch: this.epoch,
      steps: this.batch,
      samples: this.samples,
      loss: this.loss,
      metrics: this.metrics,
      validation,
      seconds: this.#elapsed(),
    };
    this.#history.push(record);
    await this.#call((callback) => callback.epochEnd?.(this, record));
    this.stepsPerEpoch = this.batch;
    this.batch = 0;
    this.#totals = new Totals(this.#options.metrics);
    this.#position = undefined;
    this.#seconds = 0;
    this.#since = performance.now();
    await this.#reachCheckpoint('epoch');
  }

  async #runSteps(): Promise<void> {
    const { data } = this.#options;
    const place = { epoch: this.epoch - 1, seed: this.seed, batches: this.batch, position: this.#position };
    const source = await openBatches(data, { where: 'fit', ...place });
    try {
      await runAhead({
        next: async (before) => {
          const next = await source.next();
          if (next === undefined) return undefined;
          const number = (before?.number ?? this.batch) + 1;
          const batch = within(`batch ${number} of epoch ${this.epoch}`, () => loadBatch('fit', next.batch));
          return this.#start(before?.state ?? this.#weights.state, { batch, number, position: source.position() });
        },
        land: (flight) => this.#land(flight),
        report: (report) => this.#report(report),
        restart: (placed) => this.#start(this.#weights.state, placed),
      });
    } finally {
      await source.close();
    }
  }

  #start(state: TrainState, placed: PlacedBatch): StepFlight {
    return startStep(this.#step, state, { ...placed, random: this.#random, epoch: this.epoch });
  }

  /** Makes a step count, or finds out why it must not. */
  async #land(flight: StepFlight): Promise<StepReport> {
    const values = await flight.values;
    if (!Number.isFinite(values.loss)) throw await this.#diverged(flight, `the loss is ${values.loss}`);
    this.#forgetUnproven();
    this.#unproven = { state: this.#weights.advance(flight.state), placed: flight };
    this.batch = flight.number;
    this.#position = flight.position;
    this.#totals.add(flight.batch.size, values);
    return { loss: values.loss, samples: flight.batch.size };
  }

  async #report(report: StepReport): Promise<AfterReport> {
    const changed = await this.#call((callback) => callback.stepEnd?.(this, report));
    const changedLater = await this.#reachCheckpoint('step');
    if (this.stopped !== undefined) return 'stop';
    return changed || changedLater ? 'start again' : 'go on';
  }

  /** Once more when the run was stopped meanwhile: whoever writes the run down must know that it ends here. */
  async #reachCheckpoint(point: 'step' | 'epoch'): Promise<boolean> {
    let stopped: string | undefined;
    let changed = false;
    this.#atCheckpoint = true;
    try {
      do {
        stopped = this.stopped;
        changed = (await this.#call((callback) => callback.checkpoint?.(this, point))) || changed;
      } while (this.stopped !== stopped);
      return changed;
    } finally {
      this.#atCheckpoint = false;
    }
  }

  /** Calls all callbacks, and says whether one of them changed the weights. Nothing is awaited that is no promise. */
  async #call(hook: (callback: Callback) => void | Promise<void>): Promise<boolean> {
    for (const callback of this.#options.callbacks) {
      const result = hook(callback);
      if (result !== undefined) await result;
    }
    return this.#weights.adopt();
  }

  async #validate(): Promise<EpochRecord['validation']> {
    const { validation, loss, metrics } = this.#options;
    if (validation === undefined) return undefined;
    const totals = await measure(this.model, validation, {
      where: 'fit (validation)',
      seed: this.seed,
      loss,
      metrics,
      cancelled: () => this.stopped !== undefined,
      onBatch: (value, batch) => {
        if (!Number.isFinite(value)) throw divergedInValidation(this.epoch, batch, value);
      },
    });
    if (totals === undefined) return undefined;
    if (totals.samples === 0) throw noBatches('validation', this.epoch);
    return { samples: totals.samples, loss: totals.loss, metrics: totals.metrics };
  }

  /** Makes sure that the last step left finite weights, as no later loss has shown it yet. */
  async #proveWeights(): Promise<void> {
    if (this.#unproven === undefined) return;
    if (!(await allFinite(this.#weights.tensors))) throw await this.#rollBack(this.#unproven);
    this.#forgetUnproven();
  }

  async #diverged(placed: PlacedBatch, what: string): Promise<DivergedError> {
    if (this.#unproven !== undefined && !(await allFinite(this.#weights.tensors)))
      return this.#rollBack(this.#unproven);
    return this.#explain(this.#weights.state, placed, what);
  }

  /** Goes back to before the step that spoiled the weights, and explains it. */
  async #rollBack({ state, placed }: { state: TrainState; placed: PlacedBatch }): Promise<DivergedError> {
    const error = await this.#explain(state, placed, 'the step made weights that are not finite');
    disposeState(this.#weights.advance(state));
    placed.batch.free();
    this.#unproven = undefined;
    return error;
  }

  #explain(state: TrainState, placed: PlacedBatch, what: string): Promise<DivergedError> {
    return explainDivergence(
      { ...this.#options, state, batch: placed.batch, random: this.#random },
      { ...placed, epoch: this.epoch, what },
    );
  }

  #forgetUnproven(): void {
    if (this.#unproven === undefined) return;
    disposeState(this.#unproven.state);
    this.#unproven.placed.batch.free();
    this.#unproven = undefined;
  }

  /** Seconds spent on this epoch, those before a resume included. */
  #elapsed(): number {
    return this.#seconds + (performance.now() - this.#since) / 1000;
  }
}
