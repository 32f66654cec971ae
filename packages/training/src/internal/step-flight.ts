import { type Json, NeuriteError, type StepInput, type StepSeconds, type TrainState } from '@neurite/core';
import type { TensorBatch } from '../to-tensors.js';
import { disposeState } from '../train-state.js';
import type { Part } from './gradient-pass.js';
import type { StepOutcome } from './own-step.js';
import { type Report, type ReportValues, readReports } from './read-reports.js';
import type { StepTimer } from './step-timer.js';

/** A batch on its way through a step. */
export type LoadedBatch = TensorBatch<unknown, unknown, unknown>;

/** The batches of one step, and where they stand. */
export type Placed = {
  readonly batches: readonly LoadedBatch[];
  /** The number of the last of them within the epoch, from 1. */
  readonly number: number;
  /** Where the data goes on behind them. */
  readonly position: Json | undefined;
  /** How long they took to read, in seconds. */
  readonly seconds: number;
};

/** A step that was started and whose numbers are being read. Owns the state after the step, and the batches. */
export type StepFlight = Placed & {
  readonly state: TrainState;
  readonly values: Promise<readonly ReportValues[]>;
  /** Of the weights that it started from. */
  readonly version: number;
  /** How long its parts took until it was under way. */
  readonly parts: Pick<StepSeconds, 'forward' | 'backward' | 'update'>;
};

/** What a step that several processes take together leaves: all that there is to report has been read. */
export type SharedOutcome = Pick<StepFlight, 'state'> & { readonly values: readonly ReportValues[] };

/** A step of `fit`. */
export type RunStep = (state: TrainState, placed: Placed, input: StepInput) => StepOutcome | Promise<SharedOutcome>;

type StartOptions = {
  readonly step: RunStep;
  readonly input: StepInput;
  readonly version: number;
  readonly epoch: number;
  readonly timer: StepTimer | undefined;
};

/** The parts of a step, with the rows at which they begin in the whole of it where they are not all. */
export function partsOf({ batches }: Placed): Part[] {
  let before = 0;
  return batches.map(({ x, y, weights, size, rows }) => {
    const first = before + rows.first;
    const isAll = batches.length === 1 && size === rows.of;
    before += rows.of;
    return { x, y, weights, ...(isAll ? {} : { rows: { first } }) };
  });
}

/** Where a step stands, for errors. */
function placeOf({ batches, number }: Placed, { step, epoch }: { step: number; epoch: number }): string {
  const first = number - batches.length + 1;
  return `step ${step}, ${first === number ? 'batch' : `batches ${first} to`} ${number} of epoch ${epoch}`;
}

/** Starts a step and the reading of its numbers. */
export async function startStep(
  state: TrainState,
  placed: Placed,
  { step, input, version, epoch, timer }: StartOptions,
): Promise<StepFlight> {
  const begun = performance.now();
  let outcome: StepOutcome | SharedOutcome;
  try {
    outcome = await step(state, placed, input);
  } catch (error) {
    const place = placeOf(placed, { step: state.step + 1, epoch });
    throw error instanceof NeuriteError ? error.within(place) : error;
  }
  const values = 'values' in outcome ? Promise.resolve(outcome.values) : readReports(reportsOf(placed, outcome));
  values.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
  const { forward, backward } = timer?.take() ?? { forward: 0, backward: 0 };
  const update = (performance.now() - begun) / 1000 - forward - backward;
  return { ...placed, state: outcome.state, values, version, parts: { forward, backward, update } };
}

/** What a step over batches has to report. */
function reportsOf({ batches }: Placed, { reports }: Pick<StepOutcome, 'reports'>): Report[] {
  return reports.map((report, i) => ({ ...report, samples: batches[i]!.size }));
}

/** Forgets a step as if it had not been: steps are pure. The batches stay. */
export async function cancelStep({ state, values }: StepFlight): Promise<void> {
  await values.catch(() => {}); // A tensor must not be freed under a read.
  disposeState(state);
}

export function disposeBatches({ batches }: Placed): void {
  for (const batch of batches) batch.dispose();
}
