import type { Json } from '@neurite/core';
import type { Report, TrialState } from '../study/trial.js';
import type { FlatValues } from './axes.js';
import type { StudyEvent, WorkerName } from './events.js';

/** A trial as the log tells it. */
export type TrialRecord = {
  readonly number: number;
  /** Of the one who asked. */
  readonly id: string;
  readonly worker: WorkerName;
  readonly begun: number;
  state: TrialState;
  values: FlatValues | undefined;
  results: readonly number[] | undefined;
  readonly reports: Report[];
  constraints: Readonly<Record<string, number>>;
  attributes: Readonly<Record<string, Json>>;
  problem: string | undefined;
  ended: number | undefined;
  readonly retryOf: number | undefined;
};

type Waiting = { readonly values: FlatValues; readonly retryOf?: number };

/** What a log says so far. It follows from the events and their order alone, so that all processes agree. */
export class StudyState {
  readonly trials: TrialRecord[] = [];
  /** Values that the next trials take before a sampler is asked. */
  readonly #waiting: Waiting[] = [];
  /** How many events have told that a worker is alive. */
  readonly signs: Map<string, number> = new Map();
  /** How the study was made; undefined while the log is empty. */
  made: (StudyEvent & { readonly type: 'study' }) | undefined;
  readonly #retries: number;

  /** @param retries how often the values of a lost trial are tried again */
  constructor(retries: number) {
    this.#retries = retries;
  }

  apply(event: StudyEvent): void {
    switch (event.type) {
      case 'study':
        // Where two processes began at once, the first one counts.
        this.made ??= event;
        return;
      case 'alive':
        this.#sign(event.worker);
        return;
      case 'enqueue':
        this.#waiting.push({ values: event.values });
        return;
      case 'ask':
        this.#ask(event);
        return;
      default:
        this.#change(event);
    }
  }

  #ask({ id, worker, time }: StudyEvent & { readonly type: 'ask' }): void {
    const waiting = this.#waiting.shift();
    this.trials.push({
      number: this.trials.length,
      id,
      worker,
      begun: time,
      state: 'running',
      values: waiting?.values,
      results: undefined,
      reports: [],
      constraints: {},
      attributes: {},
      problem: undefined,
      ended: undefined,
      retryOf: waiting?.retryOf,
    });
    this.#sign(worker.id);
  }

  #change(event: StudyEvent & { readonly trial: number }): void {
    const trial = this.trials[event.trial];
    if (trial === undefined) return;
    if (event.type !== 'lost') this.#sign(trial.worker.id);
    // A result counts once. What was taken for lost may have been slow only.
    const isOpen = trial.state === 'running' || trial.state === 'lost';
    if (!isOpen) return;
    if (event.type === 'begin') trial.values ??= event.values;
    else if (event.type === 'report') trial.reports.push({ step: event.step, value: Number(event.value) });
    else if (event.type === 'lost') this.#lose(trial);
    else if (event.type === 'tell') {
      trial.state = event.state;
      trial.results = event.results?.map(Number);
      trial.constraints = event.constraints ?? {};
      trial.attributes = event.attributes ?? {};
      trial.problem = event.problem;
      trial.ended = event.time;
    }
  }

  #lose(trial: TrialRecord): void {
    if (trial.state !== 'running') return;
    trial.state = 'lost';
    // One without values was only asked for: whoever asks next gets new ones.
    if (trial.values === undefined || this.#attempts(trial) > this.#retries) return;
    this.#waiting.push({ values: trial.values, retryOf: trial.number });
  }

  /** How often the values of a trial have been tried. */
  #attempts(trial: TrialRecord): number {
    let [attempts, one] = [1, trial];
    while (one.retryOf !== undefined) {
      one = this.trials[one.retryOf]!;
      attempts++;
    }
    return attempts;
  }

  #sign(worker: string): void {
    this.signs.set(worker, (this.signs.get(worker) ?? 0) + 1);
  }
}
