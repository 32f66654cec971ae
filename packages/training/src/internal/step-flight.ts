import { type Batch, type Json, NeuriteError, type StepInput, type TrainState } from '@neurite/core';
import { disposeState } from '../train-state.js';
import type { Part } from './gradient-pass.js';
import type { PartsStep, StepOutcome } from './own-step.js';
import { type ReportValues, readReports } from './read-reports.js';

/** A batch on its way through a step. */
export type LoadedBatch = Batch<unknown, unknown, unknown> & { readonly size: number; dispose(): void };

/** The batches of one step, and where they stand. */
export type Placed = {
  readonly batches: readonly LoadedBatch[];
  /** The number of the last of them within the epoch, from 1. */
  readonly number: number;
  /** Where the data goes on behind them. */
  readonly position: Json | undefined;
};

/** A step that was started and whose numbers are being read. Owns the state after the step, and the batches. */
export type StepFlight = Placed & {
  readonly state: TrainState;
  readonly values: Promise<readonly ReportValues[]>;
  /** Of the weights that it started from. */
  readonly version: number;
};

/** A step of `fit`; asynchronous where several processes take it together. */
export type RunStep = (...args: Parameters<PartsStep>) => StepOutcome | Promise<StepOutcome>;

type StartOptions = {
  readonly step: RunStep;
  readonly input: StepInput;
  readonly version: number;
  readonly epoch: number;
};

/** The parts of a step: with the rows at which they begin where there are several. */
export function partsOf({ batches }: Placed): Part[] {
  let first = 0;
  return batches.map(({ x, y, weights, size }) => {
    const rows = batches.length === 1 ? {} : { rows: { first } };
    first += size;
    return { x, y, weights, ...rows };
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
  { step, input, version, epoch }: StartOptions,
): Promise<StepFlight> {
  let outcome: StepOutcome;
  try {
    outcome = await step(state, partsOf(placed), input);
  } catch (error) {
    const place = placeOf(placed, { step: state.step + 1, epoch });
    throw error instanceof NeuriteError ? error.within(place) : error;
  }
  const reports = outcome.reports.map((report, i) => ({
    ...report,
    samples: report.samples ?? placed.batches[i]!.size,
  }));
  const values = readReports(reports);
  values.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
  return { ...placed, state: outcome.state, values, version };
}

/** Forgets a step as if it had not been: steps are pure. The batches stay. */
export async function cancelStep({ state, values }: StepFlight): Promise<void> {
  await values.catch(() => {}); // A tensor must not be freed under a read.
  disposeState(state);
}

export function disposeBatches({ batches }: Placed): void {
  for (const batch of batches) batch.dispose();
}
