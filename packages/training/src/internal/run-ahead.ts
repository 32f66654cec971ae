import type { StepReport, TrainState } from '@neurite/core';
import type { ReportValues } from './read-reports.js';
import { cancelStep, disposeBatches, type Placed, type StepFlight } from './step-flight.js';
import { turns } from './yield-to-event-loop.js';

/** The parts of a loop over steps. */
export type RunAheadOptions = {
  /** The batches of the next step, the first behind `number`; undefined at the end of the data. */
  next(number: number | undefined): Promise<Placed | undefined>;
  /** Starts a step on what the step before it left, or on the weights. */
  start(placed: Placed, before: TrainState | undefined): Promise<StepFlight>;
  /** Whether the weights that a step started from have been changed. */
  isStale(flight: StepFlight): boolean;
  /**
   * Makes a step count, and owns it from then on; when it throws, the step was not taken.
   *
   * @param wait how long its numbers were waited for, in seconds
   * @returns undefined when the step was not taken either, and the run goes on behind its batches
   */
  land(flight: StepFlight, values: readonly ReportValues[], wait: number): Promise<StepReport | undefined>;
  /** Whether nobody has stopped the run meanwhile. */
  goesOn(): boolean;
  /** Tells callbacks of a landed step, and says whether the run goes on. */
  report(report: StepReport): Promise<boolean>;
};

/**
 * Runs steps so that each one is started before the numbers of the one before it have been read. In every other way it
 * is as if they ran one after the other: what started from weights that somebody has changed since is started again, and
 * an error of the next step comes after the report of the step before it.
 */
export async function runAhead({ next, start, isStale, land, goesOn, report }: RunAheadOptions): Promise<void> {
  const breathe = turns();
  /** Steps under way, the oldest first, and before them those that have been canceled and are to be started again. */
  const flights: StepFlight[] = [];
  const waiting: Placed[] = [];
  let failure: { readonly error: unknown } | undefined;
  let isEnd = false;

  const startNext = async (): Promise<void> => {
    try {
      const placed = waiting[0] ?? (await next(flights.at(-1)?.number));
      if (placed === undefined) {
        isEnd = true;
        return;
      }
      if (waiting.length === 0) waiting.push(placed);
      flights.push(await start(placed, flights.at(-1)?.state));
      waiting.shift();
    } catch (error) {
      failure = { error };
    }
  };
  const cancelAll = async (): Promise<void> => {
    // A step that could not be started, and still waits, may be on other weights; data that failed has failed.
    if (waiting.length > 0) failure = undefined;
    waiting.unshift(...flights);
    for (const flight of flights.splice(0)) await cancelStep(flight);
  };

  try {
    for (;;) {
      while (flights.length < 2 && failure === undefined && !(isEnd && waiting.length === 0)) await startNext();
      const [oldest] = flights;
      if (oldest === undefined) {
        if (failure !== undefined) throw failure.error;
        return;
      }
      const begun = performance.now();
      const values = await oldest.values;
      const wait = (performance.now() - begun) / 1000;
      if (flights.some(isStale)) {
        if (!goesOn()) return;
        await cancelAll();
        continue;
      }
      const landed = await land(oldest, values, wait);
      flights.shift();
      if (landed === undefined) {
        await cancelStep(oldest);
        disposeBatches(oldest);
        await cancelAll();
        continue;
      }
      if (!(await report(landed))) return;
      if (flights.some(isStale)) await cancelAll();
      await breathe();
    }
  } finally {
    waiting.unshift(...flights);
    for (const flight of flights) await cancelStep(flight);
    for (const placed of waiting) disposeBatches(placed);
  }
}
