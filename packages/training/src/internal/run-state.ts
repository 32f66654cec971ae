import type { EpochRecord, Json } from '@neurite/core';
import type { ReportedMetrics } from './accumulators.js';
import type { RunProgress } from './snapshot.js';
import { Totals } from './totals.js';

/** Where a run stands, besides its weights. */
export class RunState {
  readonly seed: number;
  readonly #metrics: ReportedMetrics;
  readonly #together: boolean;
  /** Counted from 1; 0 before the first. */
  epoch = 0;
  /** Steps and batches of this epoch. */
  steps = 0;
  batches = 0;
  stepsPerEpoch: number | undefined;
  readonly history: EpochRecord[] = [];
  signals: Readonly<Record<string, number>> = {};
  totals: Totals;
  /** Where the data of this epoch goes on. */
  position: Json | undefined;
  stopped: string | undefined;
  /** Why this process wants to stop: where several train together, they agree on it first. */
  asked: string | undefined;
  error: unknown;
  afterwards: (() => void) | undefined;
  #seconds = 0;
  #since = performance.now();

  /** @param options.together whether several processes must stop together */
  constructor(seed: number, metrics: ReportedMetrics, { together }: { readonly together: boolean }) {
    this.seed = seed;
    this.#together = together;
    this.#metrics = metrics;
    this.totals = new Totals(metrics);
  }

  /** Seconds spent on this epoch, those before a resume included. */
  get seconds(): number {
    return this.#seconds + (performance.now() - this.#since) / 1000;
  }

  /** The first reason stays. */
  stop(reason: string): void {
    this.asked ??= reason;
    if (!this.#together) this.stopped ??= reason;
  }

  beginEpoch(): void {
    this.epoch = this.history.length + 1;
    this.#since = performance.now();
  }

  /** The epoch is over. */
  endEpoch(): void {
    this.stepsPerEpoch = this.steps;
    this.steps = 0;
    this.batches = 0;
    this.totals = new Totals(this.#metrics);
    this.position = undefined;
    this.#seconds = 0;
    this.#since = performance.now();
  }

  get progress(): RunProgress {
    const { seed, steps, batches, seconds, position, stepsPerEpoch, signals } = this;
    const [history, totals] = [this.history.slice(), this.totals.state];
    const epochs = history.length;
    return { seed, epochs, steps, batches, seconds, position, stepsPerEpoch, history, signals, totals };
  }

  /** Goes on where another run stood. */
  restore(progress: RunProgress): void {
    this.totals = new Totals(this.#metrics, progress.totals);
    for (const record of progress.history) this.history.push(record);
    this.epoch = progress.epochs;
    this.steps = progress.steps;
    this.batches = progress.batches;
    this.stepsPerEpoch ??= progress.stepsPerEpoch;
    this.signals = progress.signals;
    this.position = progress.position;
    this.#seconds = progress.seconds;
  }
}
