import {
  ArgumentError,
  checkNumber,
  type EpochRecord,
  loadState,
  type MetricValues,
  type ModuleTree,
  type NamedTensors,
  type Run,
  type RunEvent,
  type Snapshot,
  stateDict,
} from '@neurite/core';
import { tidy } from '@tensorflow/tfjs-core';
import { copies, prefixed, unprefixed } from './named-tensors.js';
import type { RunState } from './run-state.js';
import type { Weights } from './weights.js';

type ViewOptions = {
  readonly epochs: number;
  readonly monitors: readonly string[];
  readonly state: RunState;
  readonly weights: Weights;
  readonly snapshot: () => Promise<Snapshot>;
  readonly log: (event: RunEvent) => void;
};

/** A run as callbacks see it. */
export class RunView implements Run {
  readonly epochs: number;
  readonly monitors: readonly string[];
  readonly snapshot: () => Promise<Snapshot>;
  readonly log: (event: RunEvent) => void;
  readonly #state: RunState;
  readonly #weights: Weights;

  constructor({ epochs, monitors, state, weights, snapshot, log }: ViewOptions) {
    this.epochs = epochs;
    this.monitors = monitors;
    this.snapshot = snapshot;
    this.log = log;
    this.#state = state;
    this.#weights = weights;
  }

  get model(): ModuleTree {
    return this.#weights.model;
  }

  get seed(): number {
    return this.#state.seed;
  }

  get epoch(): number {
    return this.#state.epoch;
  }

  get step(): number {
    return this.#weights.state.step;
  }

  get batch(): number {
    return this.#state.steps;
  }

  get stepsPerEpoch(): number | undefined {
    return this.#state.stepsPerEpoch;
  }

  get samples(): number {
    return this.#state.totals.samples;
  }

  get loss(): number {
    return this.#state.totals.loss;
  }

  get metrics(): MetricValues {
    return this.#state.totals.metrics;
  }

  get history(): readonly EpochRecord[] {
    return this.#state.history;
  }

  get signals(): Readonly<Record<string, number>> {
    return this.#state.signals;
  }

  get stopped(): string | undefined {
    return this.#state.stopped;
  }

  get error(): unknown {
    return this.#state.error;
  }

  stop(reason: string, { afterwards }: { readonly afterwards?: () => void } = {}): void {
    this.#state.stop(reason);
    this.#state.afterwards ??= afterwards;
  }

  signal(name: string, value: number): void {
    checkNumber(`run.signal ${name}`, 'value', value);
    if (this.signals[name] === value) return;
    this.#state.signals = { ...this.signals, [name]: value };
    this.#weights.invalidate();
  }

  trainingState(): NamedTensors {
    const { state } = this.#weights;
    return tidy(() =>
      copies({ ...prefixed('model/', stateDict(this.model)), ...prefixed('optimizer/', state.optimizer) }),
    );
  }

  restoreTrainingState(tensors: NamedTensors): void {
    const { optimizer } = this.#weights.state;
    const saved = unprefixed('optimizer/', tensors);
    if (Object.keys(optimizer).some((name) => saved[name] === undefined)) {
      throw new ArgumentError({
        where: 'run.restoreTrainingState',
        argument: 'state',
        expected: 'be of the parameters that are trained now',
        received: 'one of others',
        advice: 'Take another one after freezing or unfreezing',
      });
    }
    loadState(this.model, unprefixed('model/', tensors));
    // In the optimizer's own order: sums over all tensors depend on it.
    this.#weights.adopt(copies(Object.fromEntries(Object.keys(optimizer).map((name) => [name, saved[name]!]))));
  }

  evaluationState(): NamedTensors {
    return tidy(() => copies({ ...stateDict(this.model), ...this.#weights.averages() }));
  }
}
