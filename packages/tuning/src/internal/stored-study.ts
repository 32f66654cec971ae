import { ArgumentError, describeValue, RandomStream } from '@neurite/core';
import type { Pruner } from '../pruners/pruner.js';
import type { Axis } from '../samplers/axis.js';
import type { ObservedTrial, Sampler, StudyView } from '../samplers/sampler.js';
import type { Space, Values } from '../space/space.js';
import type { Outcome, Study } from '../study/study.js';
import type { Direction, Objectives, Result, RunningTrial, Trial } from '../study/trial.js';
import { type FlatValues, flattenedValues, flatValuesAt, nestedValues, positionsOf } from './axes.js';
import { byLoss, fronts } from './compare.js';
import { Liveness } from './liveness.js';
import { observed } from './observe.js';
import type { OpenedLog } from './open-log.js';
import { type StoredNumber, storedNumber } from './stored-number.js';
import type { TrialRecord } from './study-state.js';
import { TrialInHand } from './trial-in-hand.js';
import { showView } from './view-of.js';

export type StudyParts<S> = {
  readonly space: S;
  readonly axes: readonly Axis[];
  readonly objectives: Objectives;
  readonly directions: readonly Direction[];
  readonly names: readonly string[] | undefined;
  readonly sampler: Sampler;
  readonly pruner: Pruner | undefined;
  readonly seed: number;
  readonly patience: number;
  readonly log: OpenedLog;
};

/** A study over a log. */
export class StoredStudy<S extends Space, O extends Objectives> implements Study<S, O> {
  readonly space: S;
  readonly objectives: O;
  readonly #parts: StudyParts<S>;
  readonly #liveness: Liveness;
  /** Those that run here, by number. */
  readonly #inHand = new Map<number, TrialInHand<S>>();
  /** What has ended does not change: seen once for all samplers. */
  readonly #seen = new Map<TrialRecord, ObservedTrial | undefined>();

  constructor(parts: StudyParts<S>) {
    this.space = parts.space;
    this.objectives = parts.objectives as O; // those that the directions are of
    this.#parts = parts;
    this.#liveness = new Liveness(parts.log, parts.patience);
    showView(this, () => this.#view());
  }

  #view(): StudyView {
    const { axes, directions, seed, log } = this.#parts;
    const trials = this.#observed();
    return { axes, objectives: directions.length, trials, number: log.state.trials.length, seed };
  }

  get trials(): readonly Trial<S, O>[] {
    // One that got no values, because there were none left, was none.
    const begun = this.#parts.log.state.trials.filter(
      ({ state, values }) => state === 'running' || values !== undefined,
    );
    return begun.map((record) => this.#trialOf(record));
  }

  get best(): Trial<S, O> | undefined {
    return this.#parts.names === undefined ? this.front[0] : undefined;
  }

  get front(): readonly Trial<S, O>[] {
    const complete = this.#observed().flatMap((trial) =>
      trial.losses === undefined ? [] : [{ ...trial, losses: trial.losses }],
    );
    const best = this.#parts.names === undefined ? complete.toSorted(byLoss).slice(0, 1) : complete;
    const [indices = []] = fronts(best);
    return indices.map((i) => this.#trialOf(this.#record(best[i]!.number)));
  }

  async ask({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<RunningTrial<S> | undefined> {
    const { axes, sampler, seed, log, space } = this.#parts;
    await this.#liveness.findLost();
    const id = crypto.randomUUID();
    await log.append({ type: 'ask', id, worker: this.#liveness.worker, time: Date.now() });
    await log.refresh();
    const record = log.state.trials.findLast((trial) => trial.id === id)!; // what was appended is read
    const random = RandomStream.fromSeed(seed).child(`trial ${record.number}`);
    if (record.values === undefined) {
      // It has no values yet, and is not in the view itself.
      const positions = sampler.sample({ ...this.#view(), number: record.number }, random.child('sampler'));
      if (positions === undefined) {
        await log.append({ type: 'lost', trial: record.number });
        await log.refresh();
        return undefined;
      }
      checkPositions(sampler, positions, axes);
      await log.append({ type: 'begin', trial: record.number, values: flatValuesAt(axes, positions) });
      await log.refresh();
    }
    const trial = new TrialInHand<S>({
      number: record.number,
      values: nestedValues(space, record.values!) as Values<S>, // of the axes of this space
      seed: random.child('objective').integer(2 ** 31),
      signal: signal ?? new AbortController().signal,
      report: (report) => this.#report(record, report),
    });
    this.#inHand.set(record.number, trial);
    this.#liveness.begin();
    return trial;
  }

  async tell(trial: RunningTrial<S>, outcome: Outcome<O>): Promise<void> {
    const { log } = this.#parts;
    const own = this.#inHand.get(trial?.number);
    if (own === undefined || own !== trial) {
      const problem = 'this trial does not run in this study: `ask` began none such, or it has ended';
      throw new ArgumentError({ where: 'Study.tell', problem });
    }
    const end = own.isPruned ? ({ state: 'pruned' } as const) : this.#endOf(outcome);
    this.#inHand.delete(own.number);
    if (this.#inHand.size === 0) this.#liveness.end();
    const { number, constraints, attributes } = own;
    await log.append(
      end === 'lost'
        ? { type: 'lost', trial: number }
        : { type: 'tell', trial: number, ...end, constraints, attributes, time: Date.now() },
    );
    await log.refresh();
  }

  async enqueue(values: Values<S>): Promise<void> {
    const { axes, space, log } = this.#parts;
    const flat = flattenedValues(space, values);
    checkValues(axes, flat);
    await log.append({ type: 'enqueue', values: flat });
    await log.refresh();
  }

  refresh(): Promise<void> {
    return this.#parts.log.refresh();
  }

  async close(): Promise<void> {
    const { log } = this.#parts;
    this.#liveness.end();
    for (const { number } of this.#inHand.values()) await log.append({ type: 'lost', trial: number });
    this.#inHand.clear();
    await log.refresh();
    await log.log.close();
  }

  async #report(
    record: TrialRecord,
    { step, value }: { readonly step: number; readonly value: number },
  ): Promise<boolean> {
    const { log, pruner, names, seed } = this.#parts;
    if (names !== undefined) {
      const problem = 'trials of several objectives cannot be pruned, and report nothing';
      throw new ArgumentError({ where: 'RunningTrial.report', problem });
    }
    await log.append({ type: 'report', trial: record.number, step, value: storedNumber(value) });
    await log.refresh();
    if (pruner === undefined) return false;
    const trials = this.#observed();
    const trial = trials.find(({ number }) => number === record.number);
    if (trial === undefined) return false;
    const others = trials.filter((one) => one !== trial && one.state !== 'failed');
    return pruner.shouldPrune({ trial, others, seed });
  }

  #endOf(
    outcome: Outcome<O>,
  ): 'lost' | { state: 'complete'; results: readonly StoredNumber[] } | { state: 'failed'; problem: string } {
    if (
      typeof outcome === 'object' &&
      outcome !== null &&
      'problem' in outcome &&
      !this.#parts.names?.includes('problem')
    ) {
      if ('retry' in outcome && outcome.retry === true) return 'lost';
      return { state: 'failed', problem: String(outcome.problem) };
    }
    const { names } = this.#parts;
    const results: readonly unknown[] =
      names === undefined
        ? [outcome]
        : names.map((name) => (outcome as Readonly<Record<string, unknown>> | null | undefined)?.[name]);
    if (!results.every((result) => typeof result === 'number')) {
      throw new ArgumentError({
        where: 'Study.tell',
        argument: 'outcome',
        expected: names === undefined ? 'be a number' : `be a record of numbers: ${names.join(', ')}`,
        received: describeValue(outcome),
      });
    }
    const broken = results.findIndex((result) => Number.isNaN(result));
    if (broken >= 0) return { state: 'failed', problem: `${names?.[broken] ?? 'the result'} is NaN` };
    return { state: 'complete', results: results.map(storedNumber) };
  }

  /** All trials as samplers see them, by number. */
  #observed(): ObservedTrial[] {
    return this.#parts.log.state.trials.flatMap((record) => this.#observe(record) ?? []);
  }

  #observe(record: TrialRecord): ObservedTrial | undefined {
    if (record.state === 'running' || record.state === 'lost') return observed(record, this.#parts);
    if (!this.#seen.has(record)) this.#seen.set(record, observed(record, this.#parts));
    return this.#seen.get(record);
  }

  #record(number: number): TrialRecord {
    return this.#parts.log.state.trials[number]!;
  }

  #trialOf({
    number,
    state,
    values,
    results,
    reports,
    constraints,
    attributes,
    problem,
    retryOf,
    begun,
    ended,
  }: TrialRecord): Trial<S, O> {
    const { names, space } = this.#parts;
    const result =
      names === undefined ? results?.[0] : results && Object.fromEntries(names.map((name, i) => [name, results[i]]));
    return {
      number,
      state,
      values: values && (nestedValues(space, values) as Values<S>), // of the axes of this space
      result: result as Result<O> | undefined, // of these names
      reports: [...reports],
      constraints,
      attributes,
      problem,
      retryOf,
      seconds: ended === undefined ? undefined : (ended - begun) / 1000,
    };
  }
}

function checkPositions(sampler: Sampler, positions: ArrayLike<number>, axes: readonly Axis[]): void {
  const isValid = positions.length === axes.length && Array.from(positions).every((at) => !(at < 0 || at > 1));
  if (isValid) return;
  throw new ArgumentError({
    where: `the sampler ${sampler.name}`,
    problem: `it must choose a position from 0 to 1 for each of ${axes.length} axes; it chose ${Array.from(positions).join(', ')}`,
  });
}

function checkValues(axes: readonly Axis[], values: FlatValues): void {
  if (positionsOf(axes, values) !== undefined) return;
  const known = new Set(axes.map(({ path }) => path));
  const wrong =
    Object.keys(values).find((path) => !known.has(path)) ??
    axes.find(({ path, positionOf }) => path in values && positionOf(values[path]) === undefined)?.path;
  throw new ArgumentError({
    where: 'Study.enqueue',
    argument: 'values',
    expected: 'be those of the space',
    received: wrong === undefined ? 'too few' : `${wrong} = ${describeValue(values[wrong])}`,
  });
}
