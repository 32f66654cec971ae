import {
  type Batch,
  RandomStream,
  type StepInput,
  type StepReport,
  stepInput,
  type TrainState,
  within,
} from '@neurite/core';
import { type BatchSource, openBatches } from './batch-source.js';
import { Divergence } from './divergence.js';
import { inspectedIn } from './inspect-step.js';
import { loadBatch } from './load-batch.js';
import type { Rows } from './load-value.js';
import type { ReportValues } from './read-reports.js';
import { runAhead } from './run-ahead.js';
import type { RunOptions } from './run-options.js';
import type { RunState } from './run-state.js';
import { type LoadedBatch, type Placed, type StepFlight, startStep } from './step-flight.js';
import { addTerms, meanLoss } from './totals.js';
import type { Weights } from './weights.js';

/** What a run does between steps. */
export type StepHooks = {
  readonly report: (report: StepReport) => Promise<boolean>;
  readonly rescue: (error: unknown) => Promise<boolean>;
};

/**
 * The steps of a run.
 *
 * While the numbers of a step are read, the next step already runs on what it left; so a device never waits for the
 * host. Steps are pure: one that ran ahead is forgotten when the run stops, diverges, or gets other weights.
 */
export class EpochSteps {
  readonly #options: RunOptions;
  readonly #random: RandomStream;
  readonly #state: RunState;
  readonly #weights: Weights;
  readonly #divergence: Divergence;
  #isInputChecked = false;

  constructor(options: RunOptions, { state, weights }: { readonly state: RunState; readonly weights: Weights }) {
    this.#options = options;
    this.#random = RandomStream.fromSeed(options.seed).child('fit');
    this.#state = state;
    this.#weights = weights;
    this.#divergence = new Divergence({ ...options, weights, inputOf: (at) => this.#inputOf(at) });
  }

  /**
   * Takes the steps of an epoch, or those that are left of it.
   *
   * @param hooks.report tells of each, and says whether the run goes on
   * @param hooks.rescue says whether the run can go on after a step whose loss is not finite
   * @throws DivergedError
   */
  async run({ report, rescue }: StepHooks): Promise<void> {
    const { epoch, seed, batches, position } = this.#state;
    const source = await openBatches(this.#options.data, { where: 'fit', epoch: epoch - 1, seed, batches, position });
    try {
      await runAhead({
        next: (number = batches) => this.#load(source, number),
        start: (placed, before) => this.#start(placed, before),
        isStale: ({ version }) => version !== this.#weights.version,
        land: (flight, values, wait) => this.#land(flight, values, { wait, rescue }),
        goesOn: () => this.#state.stopped === undefined,
        report: async (landed) => {
          await this.#divergence.proveDue(epoch);
          return report(landed);
        },
      });
    } finally {
      await source.close();
    }
  }

  /**
   * Takes over what has been changed in the model, and makes sure that the weights are finite.
   *
   * @throws DivergedError
   */
  async settle(): Promise<void> {
    this.#weights.adopt();
    await this.#divergence.prove(this.#state.epoch);
  }

  dispose(): void {
    this.#divergence.forget();
  }

  /** The batches of the next step. */
  async #load(source: BatchSource<Batch>, number: number): Promise<Placed | undefined> {
    const begun = performance.now();
    const batches: LoadedBatch[] = [];
    const { replicas } = this.#options;
    const rowsOf = replicas && ((size: number): Rows => replicas.rowsOf(size));
    try {
      while (batches.length < this.#options.accumulate) {
        const next = await source.next();
        if (next === undefined) break;
        within(`batch ${number + batches.length + 1} of epoch ${this.#state.epoch}`, () => {
          const firstOf = this.#isInputChecked ? undefined : this.#options.model;
          batches.push(loadBatch(next.batch, { where: 'fit', rowsOf, firstOf }));
          this.#isInputChecked = true;
        });
      }
    } catch (error) {
      for (const batch of batches) batch.dispose();
      throw error;
    }
    if (batches.length === 0) return undefined;
    const seconds = (performance.now() - begun) / 1000;
    return { batches, number: number + batches.length, position: source.position(), seconds };
  }

  #inputOf(state: TrainState): StepInput {
    return stepInput(this.#random, { ...state, signals: this.#state.signals });
  }

  #start(placed: Placed, before: TrainState | undefined): Promise<StepFlight> {
    if (before === undefined) this.#weights.adopt();
    const state = before ?? this.#weights.state;
    const input = this.#inputOf(state);
    const { version } = this.#weights;
    const { step, objective } = this.#options;
    const timer = objective?.timer;
    return startStep(state, placed, { step, input, version, epoch: this.#state.epoch, timer });
  }

  /** Makes a step count, or finds out why it must not. */
  async #land(
    flight: StepFlight,
    values: readonly ReportValues[],
    { wait, rescue }: Pick<StepHooks, 'rescue'> & { readonly wait: number },
  ): Promise<StepReport | undefined> {
    const state = this.#state;
    try {
      await this.#divergence.assertFinite(flight, values, state.epoch);
    } catch (error) {
      if (!(await rescue(error))) throw error;
      state.batches = flight.number;
      state.position = flight.position;
      return undefined;
    }
    for (const one of values) state.totals.add(one);
    this.#divergence.land(flight, values);
    state.steps++;
    state.batches = flight.number;
    state.position = flight.position;
    const samples = values.reduce((sum, one) => sum + one.samples, 0);
    const loss = values.length === 1 ? values[0]!.loss : meanLoss(addTerms(values));
    const seconds = { data: flight.seconds, ...flight.parts, wait };
    return { loss, samples, seconds, inspected: inspectedIn(values) };
  }
}
