import {
  checkNumber,
  type EpochRecord,
  type MetricValues,
  type ModuleTree,
  type NamedTensors,
  type Run,
  type Snapshot,
  stateDict,
} from '@neurite/core';
import { tidy } from '@tensorflow/tfjs-core';
import { copies } from './named-tensors.js';
import type { RunState } from './run-state.js';
import type { Weights } from './weights.js';

type ViewOptions = {
  readonly epochs: number;
  readonly monitors: readonly string[];
  readonly state: RunState;
  readonly weights: Weights;
  readonly snapshot: () => Promise<Snapshot>;
};

/** A run as callbacks see it. */
export class RunView implements Run {
  readonly epochs: number;
  readonly monitors: readonly string[];
  readonly snapshot: () => Promise<Snapshot>;
  readonly #state: RunState;
  readonly #weights: Weights;

  constructor({ epochs, monitors, state, weights, snapshot }: ViewOptions) {
    this.epochs = epochs;
    this.monitors = monitors;
    this.snapshot = snapshot;
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
    this.#state.stopped ??= reason;
    this.#state.afterwards ??= afterwards;
  }

  signal(name: string, value: number): void {
    checkNumber(`run.signal ${name}`, 'value', value);
    if (this.signals[name] === value) return;
    this.#state.signals = { ...this.signals, [name]: value };
    this.#weights.invalidate();
  }

  evaluationState(): NamedTensors {
    return tidy(() => copies({ ...stateDict(this.model), ...this.#weights.averages() }));
  }
}
