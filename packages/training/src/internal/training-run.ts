import {
  ArgumentError,
  type Callback,
  type CallbackState,
  type EpochRecord,
  type Module,
  type Run,
  type RunEvent,
  type Snapshot,
  type StepReport,
} from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import { knownSize } from './batch-source.js';
import { commonSnapshot, shareWeights } from './common-start.js';
import { divergedInValidation } from './divergence.js';
import { EpochSteps } from './epoch-steps.js';
import { measure } from './measure.js';
import type { Metrics } from './metric-statistics.js';
import { ModelSnapshot } from './model-snapshot.js';
import { assertBatchCount, noBatches } from './run-errors.js';
import type { RunOptions } from './run-options.js';
import { RunState } from './run-state.js';
import { RunView } from './run-view.js';
import { SharedState } from './shared-state.js';
import { restoreSnapshot, takeSnapshot } from './snapshot.js';
import { Weights } from './weights.js';

/** One call of `fit`. */
export class TrainingRun {
  readonly #options: RunOptions;
  readonly #state: RunState;
  readonly #weights: Weights;
  readonly #shared: SharedState | undefined;
  readonly #steps: EpochSteps;
  readonly #view: Run;
  #atCheckpoint = false;
  #isFailing = false;
  /** Whether callbacks may not have seen the same steps. */
  #inCallbacks = true;

  /** @throws ArgumentError when another run trains the model, or there is nothing to train */
  constructor(options: RunOptions) {
    const { model, data, validation, epochs, seed, metrics, optimizer, accumulate, replicas } = options;
    this.#options = options;
    this.#state = new RunState(seed, metrics, { together: replicas !== undefined });
    const size = knownSize(data);
    this.#state.stepsPerEpoch = size && Math.ceil(size / accumulate);
    // From here on the model belongs to the run, until it is released.
    this.#weights = new Weights(model, optimizer);
    this.#shared = replicas && new SharedState(this.#weights, { replicas, share: options.share! }); // made together
    const [state, weights] = [this.#state, this.#weights];
    this.#steps = new EpochSteps(options, { state, weights });
    const names = ['loss', ...Object.keys(metrics)];
    const monitors = validation === undefined ? names : [...names, ...names.map((name) => `validation.${name}`)];
    this.#view = new RunView({
      epochs,
      monitors,
      state,
      weights,
      snapshot: () => this.#snapshot(),
      log: (event) => this.#log(event),
    });
  }

  /** Trains. Called once. */
  async execute(): Promise<Run> {
    const begun: Callback[] = [];
    let failure: { readonly error: unknown } | undefined;
    const attempt = async (f: () => void | Promise<void>): Promise<void> => {
      try {
        await f();
      } catch (error) {
        failure ??= { error };
        this.#state.error ??= error;
      }
    };
    await attempt(async () => {
      await this.#begin(begun);
      await this.#agree();
      while (this.#state.history.length < this.#options.epochs && this.#state.stopped === undefined) {
        await this.#runEpoch();
      }
      await this.#shared?.average();
    });
    await attempt(() => this.#weights.adopt());
    if (failure !== undefined) await attempt(() => this.#fail(begun, failure!.error));
    this.#steps.dispose();
    // Whatever happened, the model has the last good weights.
    await attempt(() => this.#weights.release());
    for (const callback of begun) await attempt(() => callback.trainEnd?.(this.#view));
    if (failure === undefined) await attempt(() => this.#options.replicas?.leave());
    if (failure !== undefined) throw failure.error;
    this.#state.afterwards?.();
    return this.#view;
  }

  /** The last moment in which the state of a run that fails is there. */
  async #fail(begun: readonly Callback[], error: unknown): Promise<void> {
    this.#atCheckpoint = !this.#inCallbacks;
    this.#isFailing = true;
    for (const callback of begun) await callback.exception?.(this.#view, error);
    this.#atCheckpoint = false;
  }

  /** Whether a callback has put the run where it can go on. */
  async #rescue(error: unknown): Promise<boolean> {
    for (const callback of this.#options.callbacks) {
      if ((await callback.diverged?.(this.#view, error)) === true) return true;
    }
    return false;
  }

  #log(event: RunEvent): void {
    for (const callback of this.#options.callbacks) callback.log?.(this.#view, event);
  }

  async #begin(begun: Callback[]): Promise<void> {
    const resumed = await this.#resume();
    const saved = resumed ?? new Map<string, CallbackState>();
    const { replicas, share } = this.#options;
    if (replicas !== undefined) {
      const isResumed = resumed !== undefined;
      await shareWeights(replicas, this.#weights, { isDivided: share?.isDivided ?? false, isResumed });
    }
    try {
      for (const callback of this.#options.callbacks) {
        begun.push(callback);
        await callback.trainBegin?.(this.#view, saved.get(callback.name));
      }
      this.#inCallbacks = false;
    } finally {
      for (const { tensors = {} } of saved.values()) dispose(Object.values(tensors));
    }
  }

  async #resume(): Promise<ReadonlyMap<string, CallbackState> | undefined> {
    let snapshot: Snapshot | undefined;
    for (const callback of this.#options.callbacks) {
      snapshot = await callback.resume?.(this.#view);
      if (snapshot !== undefined) break;
    }
    const { replicas } = this.#options;
    if (replicas !== undefined) snapshot = await commonSnapshot(replicas, snapshot);
    if (snapshot === undefined) return undefined;
    const { progress, callbacks } = restoreSnapshot(this.#weights, snapshot, this.#options);
    this.#state.restore(progress);
    return callbacks;
  }

  /** Processes that train together stop together: each takes the reason of the first that wants to. */
  async #agree(): Promise<void> {
    const { replicas, callbacks } = this.#options;
    if (replicas === undefined) return;
    const checkpoint = callbacks.map((callback) => callback.lastCheckpoint?.()).find((path) => path !== undefined);
    this.#state.stopped ??= await replicas.firstReason(this.#state.asked, checkpoint);
  }

  async #snapshot(): Promise<Snapshot> {
    if (!this.#atCheckpoint) {
      throw new ArgumentError({
        where: 'run.snapshot',
        problem: 'it was called outside `checkpoint`, where callbacks may not have seen the same steps',
        advice: 'Call it in the `checkpoint` function of a callback',
      });
    }
    await this.#steps.settle();
    const whole = await this.#shared?.collect({ isFailing: this.#isFailing });
    const saved = this.#options.callbacks.flatMap((callback): [string, CallbackState][] => {
      const state = callback.save?.();
      return state === undefined ? [] : [[callback.name, state]];
    });
    try {
      return takeSnapshot(this.#weights, this.#state.progress, { ...whole, callbacks: new Map(saved) });
    } finally {
      dispose(whole ?? {}); // a snapshot has copies
    }
  }

  async #runEpoch(): Promise<void> {
    const state = this.#state;
    state.beginEpoch();
    await this.#call((callback) => callback.epochBegin?.(this.#view));
    await this.#steps.run({ report: (report) => this.#report(report), rescue: (error) => this.#rescue(error) });
    if (state.stopped !== undefined) return;
    assertBatchCount(this.#options.data, state.batches, state.epoch);
    await this.#steps.settle();
    await this.#shared?.average();
    const validation = await this.#validate();
    // Stopped meanwhile: the epoch has its steps but no record, and a resumed run begins with the validation.
    if (state.stopped !== undefined) {
      await this.#reachCheckpoint('step');
      return;
    }
    const { epoch, steps, totals, seconds } = state;
    const { samples, loss, metrics } = totals;
    const record: EpochRecord = { epoch, steps, samples, loss, metrics, validation, seconds };
    state.history.push(record);
    await this.#call((callback) => callback.epochEnd?.(this.#view, record));
    await this.#agree();
    state.endEpoch();
    await this.#reachCheckpoint('epoch');
  }

  async #report(report: StepReport): Promise<boolean> {
    await this.#call((callback) => callback.stepEnd?.(this.#view, report));
    await this.#validateWithin();
    await this.#agree();
    await this.#reachCheckpoint('step');
    return this.#state.stopped === undefined;
  }

  /** Where it is due; at the end of an epoch there is one anyway. */
  async #validateWithin(): Promise<void> {
    const { validateEvery } = this.#options;
    const { step, batch, stepsPerEpoch } = this.#view;
    if (validateEvery === undefined || step % validateEvery !== 0 || batch === stepsPerEpoch) return;
    const validation = await this.#validate();
    if (validation !== undefined) await this.#call((callback) => callback.validationEnd?.(this.#view, validation));
  }

  /** Once more when the run was stopped meanwhile: whoever writes the run down must know that it ends here. */
  async #reachCheckpoint(point: 'step' | 'epoch'): Promise<void> {
    let stopped: string | undefined;
    this.#atCheckpoint = true;
    try {
      do {
        stopped = this.#state.stopped;
        await this.#call((callback) => callback.checkpoint?.(this.#view, point));
      } while (this.#state.stopped !== stopped);
      await this.#shared?.attend();
    } finally {
      this.#atCheckpoint = false;
    }
  }

  /** Calls all callbacks. Only promises are awaited. */
  async #call(hook: (callback: Callback) => void | Promise<void>): Promise<void> {
    this.#inCallbacks = true;
    for (const callback of this.#options.callbacks) {
      const result = hook(callback);
      if (result !== undefined) await result;
    }
    // Left as it is by an error.
    this.#inCallbacks = false;
  }

  async #validate(): Promise<EpochRecord['validation']> {
    const { model, validation, loss, metrics, replicas } = this.#options;
    if (validation === undefined) return undefined;
    const averages = this.#weights.averages();
    const snapshot = new ModelSnapshot(model, averages);
    dispose(Object.values(averages));
    const { epoch, seed } = this.#state;
    const totals = await measure(model as Module<unknown, unknown>, validation, {
      where: 'fit (validation)',
      seed,
      loss,
      metrics: metrics as Metrics, // those of a step of one's own are refused together with validation
      snapshot,
      replicas,
      canceled: () => this.#state.stopped !== undefined,
      onBatch: ({ loss: value, reason }, batch) => {
        if (!Number.isFinite(value)) throw divergedInValidation({ epoch, batch, loss: value, reason });
      },
    }).finally(() => snapshot.dispose());
    if (totals === undefined) return undefined;
    if (totals.samples === 0) throw noBatches('validation', epoch);
    return { samples: totals.samples, loss: totals.loss, metrics: totals.metrics };
  }
}
